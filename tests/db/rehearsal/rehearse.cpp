#include "rehearsed_project.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace alembicore::test {

namespace {

using rehearsal::place;
using rehearsal::rows_kept;
using rehearsal::verdict;

/// A table with rows, and three revisions that are still to come.
struct pending_project : rehearsed_project {
    pending_project() {
        revision(
            "a",
            "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('age', sa.Integer))",
            "op.drop_table('users')"
        );
        upgrade();
        run("INSERT INTO users (age) SELECT n FROM generate_series(1, 50) AS n");
        run("ANALYZE users");
        revision(
            "b",
            "op.alter_column('users', 'age', type_=sa.BigInteger)",
            "op.alter_column('users', 'age', type_=sa.Integer)"
        );
        revision(
            "c",
            "op.add_column('users', sa.Column('note', sa.Text))\nop.execute('UPDATE users SET note = 1 WHERE age > "
            "10')",
            "op.drop_column('users', 'note')"
        );
    }
};

rehearsal::options on(place where) {
    rehearsal::options how;
    how.place = where;
    return how;
}

rehearsal::options with(rows_kept rows, std::size_t most = 1000) {
    rehearsal::options how;
    how.rows = rows;
    how.sample_size = most;
    return how;
}

bool holds(rehearsal::statement const& one, std::string const& table, std::string const& mode) {
    return std::ranges::any_of(one.locks, [&](auto const& each) {
        return each.relation.object == table && each.mode == mode && !each.made_here;
    });
}

std::vector<std::string> parts_of(std::vector<catalog::change> const& changes) {
    std::vector<std::string> parts;
    for (auto const& each : changes)
        parts.push_back(each.part);
    return parts;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rehearsals)

BOOST_AUTO_TEST_CASE(say_what_each_statement_did_and_leave_everything_as_it_was) {
    pending_project const project;
    auto const before = project.everything();
    for (auto const where : {place::scratch, place::target})
        BOOST_TEST_CONTEXT(static_cast<int>(where)) {
            auto how = on(where);
            if (where == place::scratch)
                how.rows = rows_kept::all;
            auto const found = project.rehearse_upgrade(how);
            BOOST_TEST(project.everything() == before);
            BOOST_TEST(!found.failure.has_value());
            BOOST_REQUIRE(found.steps.size() == 2U);
            auto const& widened = found.steps[0].statements.at(0);
            BOOST_TEST(widened.command == "ALTER TABLE");
            BOOST_TEST(widened.in_transaction);
            BOOST_TEST(widened.wal > 0);
            BOOST_TEST(holds(widened, "users", "AccessExclusiveLock"));
            auto const rewritten =
                std::ranges::find(widened.rewrites, rehearsal::relation_kind::table, &rehearsal::rewrite::kind);
            BOOST_REQUIRE((rewritten != widened.rewrites.end()));
            BOOST_TEST(rewritten->relation.object == "users");
            BOOST_TEST(rewritten->size == 8192);
            BOOST_TEST(rewritten->live_size.value() == 8192);
            BOOST_TEST(rewritten->live_rows.value() == 50);
            auto const& filled = found.steps[1].statements.at(1);
            BOOST_TEST(filled.command == "UPDATE 40");
            BOOST_TEST(filled.rows.value() == 40U);
            BOOST_TEST((found.way_back.verdict == verdict::returns));
            BOOST_TEST(found.fingerprint_before != found.fingerprint_after);
            BOOST_TEST(found.copy_differs.empty());
            BOOST_TEST(found.sequences_advanced.empty());
            BOOST_TEST(
                parts_of(found.changes) ==
                    (std::vector<std::string>{"column public.users.age", "column public.users.note"}),
                boost::test_tools::per_element()
            );
        }
}

BOOST_AUTO_TEST_CASE(go_from_an_empty_database_and_down_again) {
    rehearsed_project project;
    project.revision("a", "op.create_table('t', sa.Column('x', sa.Integer))", "op.drop_table('t')");
    for (auto const where : {place::scratch, place::target}) {
        auto const up = project.rehearse_upgrade(on(where));
        BOOST_TEST((up.way_back.verdict == verdict::returns));
        BOOST_TEST(project.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
    }
    project.upgrade();
    auto const down = project.rehearse_downgrade("base");
    BOOST_TEST((down.way_back.verdict == verdict::returns));
    BOOST_TEST(down.changes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(know_statements_that_need_to_be_outside_a_transaction) {
    pending_project project;
    project.revision(
        "d",
        "with op.get_context().autocommit_block():\n"
        "    op.create_index('users_age', 'users', ['age'], postgresql_concurrently=True)",
        "with op.get_context().autocommit_block():\n"
        "    op.drop_index('users_age', 'users', postgresql_concurrently=True)"
    );
    project.revision(
        "e",
        "op.execute(\"CREATE TYPE mood AS ENUM ('sad')\")\n"
        "with op.get_context().autocommit_block():\n"
        "    op.execute(\"ALTER TYPE mood ADD VALUE 'ok'\")\n"
        "op.execute(\"CREATE TABLE moods AS SELECT 'ok'::mood AS m\")",
        "op.drop_table('moods')\nop.execute('DROP TYPE mood')"
    );
    auto const before = project.everything();
    auto const found = project.rehearse_upgrade();
    BOOST_TEST(!found.failure.has_value());
    BOOST_REQUIRE(found.steps.size() == 4U);
    BOOST_TEST(!found.steps[2].statements.at(0).in_transaction);
    BOOST_TEST(found.steps[3].statements.at(2).in_transaction);
    BOOST_TEST((found.way_back.verdict == verdict::returns));
    auto const refused =
        require_error(errc::not_available, [&] { return project.rehearse_upgrade(on(place::target)); });
    BOOST_TEST(refused.message.find("autocommit_block") != std::string::npos);
    BOOST_TEST(project.everything() == before);
}

BOOST_AUTO_TEST_CASE(on_the_target_never_let_a_revision_end_the_transaction) {
    for (auto const* statement :
         {"COMMIT",
          "ROLLBACK; CREATE TABLE left_behind (x int)",
          "DROP TABLE users; COMMIT AND CHAIN",
          "SELECT setval('users_id_seq', 7)",
          "DO $$ BEGIN COMMIT; END $$",
          "PREPARE TRANSACTION 'x'",
          "END"})
        BOOST_TEST_CONTEXT(statement) {
            pending_project project;
            project.revision("d", "op.execute(\"" + std::string{statement} + "\")", "pass");
            auto const before = project.everything();
            try {
                auto const found = project.rehearse_upgrade(on(place::target));
                BOOST_TEST(found.failure.has_value());
            } catch (error const& refused) {
                BOOST_TEST(
                    (refused.code() == errc::not_available || refused.code() == errc::statement_failed),
                    describe(refused.info())
                );
            }
            BOOST_TEST(project.everything() == before);
        }
}

BOOST_AUTO_TEST_CASE(say_which_revision_leaves_what) {
    pending_project project;
    project.revision("d", "op.create_table('kept', sa.Column('x', sa.Integer))", "pass");
    project.revision("e", "op.create_table('gone', sa.Column('x', sa.Integer))", "op.drop_table('gone')");
    auto const found = project.rehearse_upgrade();
    BOOST_TEST((found.way_back.verdict == verdict::differs));
    BOOST_REQUIRE(found.way_back.undone.size() == 1U);
    BOOST_TEST(found.way_back.undone[0].revision == "d");
    BOOST_TEST(
        parts_of(found.way_back.left_over) == (std::vector<std::string>{"column public.kept.x", "table public.kept"}),
        boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_CASE(say_that_there_is_no_way_back) {
    for (auto const* downgrade : {"raise NotImplementedError('never')", "op.drop_table('nowhere')"}) {
        pending_project project;
        project.revision("d", "op.create_table('t', sa.Column('x', sa.Integer))", downgrade);
        auto const found = project.rehearse_upgrade();
        BOOST_TEST(!found.failure.has_value());
        BOOST_TEST((found.way_back.verdict == verdict::fails));
        BOOST_REQUIRE(found.way_back.failure.has_value());
        BOOST_TEST(found.way_back.failure->revision == "d");
    }
}

BOOST_AUTO_TEST_CASE(say_where_a_plan_fails) {
    pending_project project;
    project.revision("d", "op.execute('UPDATE users SET age = 1 / (age - 25)')", "pass");
    auto const before = project.everything();
    auto const empty = project.rehearse_upgrade();
    BOOST_TEST(!empty.failure.has_value()); // without rows nothing can go wrong
    for (auto const& how : {with(rows_kept::all), on(place::target)}) {
        auto const found = project.rehearse_upgrade(how);
        BOOST_REQUIRE(found.failure.has_value());
        BOOST_TEST(found.failure->revision == "d");
        BOOST_TEST(found.failure->message.find("division by zero") != std::string::npos);
        BOOST_TEST(found.steps.size() == 3U);
        BOOST_TEST(found.fingerprint_after.empty());
        BOOST_TEST((found.way_back.verdict == verdict::not_tried));
    }
    BOOST_TEST(project.everything() == before);
}

BOOST_AUTO_TEST_CASE(find_deferred_constraints_on_the_target_where_a_commit_would) {
    rehearsed_project project;
    project.revision(
        "a",
        "op.execute('CREATE TABLE p (id int PRIMARY KEY)')\n"
        "op.execute('CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)')",
        "op.drop_table('c')\nop.drop_table('p')"
    );
    project.revision("b", "op.execute('INSERT INTO c VALUES (7)')", "op.execute('DELETE FROM c')");
    project.upgrade("a");
    for (auto const where : {place::scratch, place::target}) {
        auto const found = project.rehearse_upgrade(on(where));
        BOOST_REQUIRE(found.failure.has_value());
        BOOST_TEST(found.failure->message.find("violates foreign key") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(give_a_scratch_database_a_sample_that_holds_together) {
    rehearsed_project project;
    project.revision(
        "a",
        "op.execute('''CREATE TABLE teams (id serial PRIMARY KEY, name text, boss int);\n"
        "CREATE TABLE people (id serial PRIMARY KEY, team int NOT NULL REFERENCES teams, boss int REFERENCES people,\n"
        "  twice int GENERATED ALWAYS AS (team * 2) STORED, said text);\n"
        "ALTER TABLE teams ADD FOREIGN KEY (boss) REFERENCES people;''')",
        "pass"
    );
    project.upgrade();
    project.run("INSERT INTO teams (name) SELECT 'team ' || n FROM generate_series(1, 100) AS n");
    project.run("INSERT INTO people (team, said) SELECT n, E'\\\\N\\t' || n FROM generate_series(1, 100) AS n");
    project.run("UPDATE people SET boss = 101 - id; UPDATE teams SET boss = id");
    project.revision(
        "b",
        "op.execute('UPDATE people SET said = said')\n"
        "op.execute(\"INSERT INTO teams (name) VALUES ('next')\")\n"
        "op.execute('UPDATE teams SET name = 1 / (id - 101)')",
        "pass"
    );
    auto const all = project.rehearse_upgrade(with(rows_kept::all));
    BOOST_TEST(all.copy_differs.empty());
    BOOST_TEST(all.steps.at(0).statements.at(0).rows.value() == 100U);
    // The sequence goes on behind the rows that are there: the new team is the one that fails.
    BOOST_TEST(all.failure.has_value());
    auto const some = project.rehearse_upgrade(with(rows_kept::sample, 60));
    BOOST_TEST(some.copy_differs.empty());
    auto const rows = some.steps.at(0).statements.at(0).rows.value();
    BOOST_TEST(rows > 0U);
    BOOST_TEST(rows <= 60U);
}

BOOST_AUTO_TEST_CASE(run_revisions_that_ask_the_database) {
    pending_project project;
    project.revision(
        "d",
        "count = op.get_bind().execute(sa.text('SELECT count(*) FROM users')).scalar()\n"
        "op.execute(f'CREATE TABLE seen_{count} (x int)')",
        "count = op.get_bind().execute(sa.text('SELECT count(*) FROM users')).scalar()\n"
        "op.execute(f'DROP TABLE seen_{count}')"
    );
    auto const found = project.rehearse_upgrade(with(rows_kept::all));
    BOOST_TEST(parts_of(found.changes).back() == "table public.seen_50");
    BOOST_TEST((found.way_back.verdict == verdict::returns));
}

BOOST_AUTO_TEST_CASE(tell_that_sequences_of_the_target_went_on) {
    pending_project project;
    project.revision("d", "op.execute('INSERT INTO users (age) VALUES (3)')", "pass");
    auto const found = project.rehearse_upgrade(on(place::target));
    BOOST_REQUIRE(found.sequences_advanced.size() == 1U);
    BOOST_TEST(found.sequences_advanced[0].object == "users_id_seq");
}

BOOST_AUTO_TEST_CASE(need_the_database_where_the_plan_begins) {
    pending_project const project;
    auto target = database::connect(project.base().url());
    auto const opened = project.open();
    auto const other = plan_upgrade(opened.graph(), "head", {"b"});
    for (auto const where : {place::scratch, place::target})
        require_error(errc::version_mismatch, [&] { return rehearsal::rehearse(opened, target, other, on(where)); });
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_database WHERE datname LIKE 'alembicore%scratch%'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
