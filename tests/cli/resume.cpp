// Revisions that were stopped half-way, and the command that finishes them.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Two indexes are made outside a transaction; the second is to be unique.
std::vector<sample_revision> with_two_indexes() {
    return {
        {.id = "t1",
         .doc = "a table",
         .upgrade = "op.execute('CREATE TABLE one (id int, code int)')\n"
                    "    op.execute('INSERT INTO one VALUES (1, 7), (2, 7)')",
         .downgrade = "op.drop_table('one')"},
        {.id = "t2",
         .down_revision = "'t1'",
         .doc = "indexes",
         .upgrade = "op.add_column('one', sa.Column('name', sa.Text()))\n"
                    "    with op.get_context().autocommit_block():\n"
                    "        op.create_index('by_id', 'one', ['id'], postgresql_concurrently=True)\n"
                    "        op.create_index('by_code', 'one', ['code'], unique=True, postgresql_concurrently=True)\n"
                    "    op.execute('CREATE TABLE last (x int)')",
         .downgrade = "op.drop_index('by_code', 'one')"},
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(resume_command)

BOOST_AUTO_TEST_CASE(what_is_half_done_is_shown_and_finished) {
    migrated_project const project{with_two_indexes()};
    BOOST_TEST(project.run({"resume"}).output == "no revision is half done\n");
    auto const failed = project.run({"upgrade", "head"});
    BOOST_REQUIRE(failed.exit_status == 1);
    BOOST_TEST(contains(failed.error_output, "the index public.by_code is INVALID"), failed.error_output);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t1");

    auto const shown = project.run({"resume"}).output;
    BOOST_TEST(contains(shown, "revision t2 is half done since run 1"), shown);
    BOOST_TEST(contains(shown, "done:     ALTER TABLE one ADD COLUMN name TEXT\n"), shown);
    BOOST_TEST(contains(shown, "done:     CREATE INDEX CONCURRENTLY by_id ON one (id)\n"), shown);
    BOOST_TEST(contains(shown, "stopped:  CREATE UNIQUE INDEX CONCURRENTLY by_code ON one (code)\n"), shown);
    BOOST_TEST(contains(shown, "INVALID:  public.by_code"), shown);
    BOOST_TEST(contains(shown, "left:     CREATE TABLE last (x int)\n"), shown);

    BOOST_TEST(project.run({"resume", "--finish"}).exit_status == 1); // the rows are not unique yet
    BOOST_TEST(contains(project.run({"resume"}).output, "stopped:  CREATE UNIQUE INDEX"));
    static_cast<void>(project.ask("UPDATE one SET code = id RETURNING id"));
    auto const finished = project.run({"resume", "--finish"});
    BOOST_TEST(finished.exit_status == 0, finished.error_output);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t2");
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
    BOOST_TEST(project.ask("SELECT to_regclass('by_code') IS NOT NULL AND to_regclass('last') IS NOT NULL") == "t");
    BOOST_TEST(project.run({"resume"}).output == "no revision is half done\n");
    BOOST_TEST(project.run({"resume", "--finish"}).exit_status == 1);
    BOOST_TEST(project.run({"journal", "verify"}).exit_status == 0);
}

BOOST_AUTO_TEST_CASE(another_attempt_in_between_loses_nothing) {
    migrated_project const project{with_two_indexes()};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1);
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1); // the column is there already
    static_cast<void>(project.ask("UPDATE one SET code = id RETURNING id"));
    auto const finished = project.run({"resume", "--finish"});
    BOOST_TEST(finished.exit_status == 0, finished.error_output);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t2");
}

BOOST_AUTO_TEST_CASE(what_is_half_done_is_taken_back) {
    migrated_project const project{with_two_indexes()};
    BOOST_REQUIRE(project.run({"upgrade", "t1"}).exit_status == 0);
    auto const fingerprint = [&] {
        return boost::json::parse(project.run({"schema", "--json"}).output).at("fingerprint").as_string();
    };
    auto const before = fingerprint();
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1);
    auto const shown = project.run({"resume"}).output;
    BOOST_TEST(contains(shown, "to undo:  DROP INDEX CONCURRENTLY public.by_code\n"), shown);
    BOOST_TEST(contains(shown, "to undo:  DROP INDEX CONCURRENTLY public.by_id\n"), shown);
    BOOST_TEST(contains(shown, "to undo:  ALTER TABLE \"one\" DROP COLUMN \"name\"\n"), shown);
    BOOST_TEST(project.run({"resume", "--finish", "--undo"}).exit_status == 2);
    auto const undone = project.run({"resume", "--undo"});
    BOOST_TEST(undone.exit_status == 0, undone.error_output);
    BOOST_TEST(!contains(undone.error_output, "WARN"), undone.error_output); // the schema is the one before
    BOOST_TEST(fingerprint() == before);
    BOOST_TEST(project.run({"resume"}).output == "no revision is half done\n");
    BOOST_TEST(project.run({"resume", "--undo"}).exit_status == 1);
    BOOST_TEST(contains(project.run({"journal", "list"}).output, "undo of the half of t2 at t1  done"));
    BOOST_TEST(project.run({"journal", "verify"}).exit_status == 0);
    static_cast<void>(project.ask("UPDATE one SET code = id RETURNING id"));
    auto const again = project.run({"upgrade", "head"});
    BOOST_TEST(again.exit_status == 0, again.error_output);
}

BOOST_AUTO_TEST_CASE(an_undoing_that_was_stopped_goes_on) {
    migrated_project const project{with_two_indexes()};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1);
    // The column cannot be dropped while a view shows it; the indexes are gone by then.
    postgres::connection{project.url()}.execute("CREATE VIEW names AS SELECT name FROM one");
    BOOST_TEST(project.run({"resume", "--undo"}).exit_status == 1);
    BOOST_TEST(project.ask("SELECT to_regclass('by_id') IS NULL") == "t");
    auto const refused = project.run({"resume", "--finish"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(contains(refused.error_output, "it has begun to be taken back"), refused.error_output);
    postgres::connection{project.url()}.execute("DROP VIEW names");
    auto const undone = project.run({"resume", "--undo"});
    BOOST_TEST(undone.exit_status == 0, undone.error_output);
    BOOST_TEST(project.run({"resume"}).output == "no revision is half done\n");
}

BOOST_AUTO_TEST_CASE(nothing_of_others_is_dropped) {
    migrated_project const project{with_two_indexes()};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1);
    static_cast<void>(project.ask("UPDATE one SET name = 'written since' RETURNING id"));
    auto const refused = project.run({"resume", "--undo"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(contains(refused.error_output, "the column name of \"one\" has values"), refused.error_output);
    BOOST_TEST(project.ask("SELECT to_regclass('by_id') IS NOT NULL") == "t");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_known_is_not_taken_back) {
    auto revisions = with_two_indexes();
    revisions[1].upgrade =
        "op.execute('UPDATE one SET id = id + 1')\n"
        "    with op.get_context().autocommit_block():\n"
        "        op.create_index('by_code', 'one', ['code'], unique=True, postgresql_concurrently=True)";
    migrated_project const project{revisions};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1);
    auto const refused = project.run({"resume", "--undo"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(contains(refused.error_output, "the rows as they were are not known: UPDATE one"), refused.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "1");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_edited_is_not_finished) {
    migrated_project const project{with_two_indexes()};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1);
    auto const file = project.files().file_of("t2");
    project.files().write(
        file.lexically_relative(project.files().path()),
        "revision = 't2'\ndown_revision = 't1'\n\n\ndef upgrade():\n    pass\n"
    );
    auto const refused = project.run({"resume", "--finish"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(contains(refused.error_output, "is not the file that was run"), refused.error_output);
}

BOOST_AUTO_TEST_CASE(a_statement_that_nobody_can_tell_of_is_asked_about) {
    auto revisions = with_two_indexes();
    revisions[1].upgrade = "with op.get_context().autocommit_block():\n"
                           "        op.execute('VACUUM one')\n"
                           "        op.execute('SELECT pg_terminate_backend(pg_backend_pid())')\n"
                           "    op.execute('CREATE TABLE last (x int)')";
    migrated_project const project{revisions};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 1);
    auto const shown = project.run({"resume"}).output;
    BOOST_TEST(contains(shown, "nobody knows whether it is done"), shown);
    auto const asked = project.run({"resume", "--finish"});
    BOOST_TEST(asked.exit_status == 1);
    BOOST_TEST(contains(asked.error_output, "--begun done"), asked.error_output);
    auto const finished = project.run({"resume", "--finish", "--begun", "done"});
    BOOST_TEST(finished.exit_status == 0, finished.error_output);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t2");
    BOOST_TEST(project.ask("SELECT to_regclass('last') IS NOT NULL") == "t");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
