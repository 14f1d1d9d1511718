// Backups before runs, and the way back.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

void change(migrated_project const& project, std::string const& statement) {
    static_cast<void>(project.ask(statement));
}

/// At the head, with rows in both tables.
class filled_project : public migrated_project {
public:
    explicit filled_project(std::vector<sample_revision> const& revisions = two_tables())
        : migrated_project(revisions) {
        auto const seen = run({"upgrade", "head"});
        BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, seen.error_output);
        change(*this, "INSERT INTO one SELECT generate_series(1, 10)");
        change(*this, "INSERT INTO two SELECT generate_series(1, 20)");
    }
};

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t backup_count(migrated_project const& project) {
    return boost::json::parse(project.run({"backup", "list", "--json"}).output).at("backups").as_array().size();
}

} // namespace

BOOST_AUTO_TEST_SUITE(backups_before_runs)

BOOST_AUTO_TEST_CASE(what_is_destroyed_is_kept_and_comes_back) {
    filled_project const project;
    auto const down = project.run({"downgrade", "-1"});
    BOOST_REQUIRE_MESSAGE(down.exit_status == 0, down.error_output);
    BOOST_TEST(
        contains(down.error_output, "INFO  [alembicore.backup] backup full: rows of 1 table may be lost"),
        down.error_output
    );
    auto const backups = boost::json::parse(project.run({"backup", "list", "--json"}).output).at("backups");
    std::string const id{backups.at(0).at("id").as_string()};
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_class WHERE relname = 'two'") == "0");
    auto const listed = project.run({"backup", "list"}).output;
    BOOST_TEST(contains(listed, id), listed);
    BOOST_TEST(contains(listed, "t2"), listed);
    BOOST_TEST(contains(listed, "before downgrade -1"), listed);
    auto const back = project.run({"backup", "restore", id});
    BOOST_REQUIRE_MESSAGE(back.exit_status == 0, back.error_output);
    BOOST_TEST(contains(back.output, "is kept as"), back.output);
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "20");
    BOOST_TEST(project.run({"current"}).output == "t2 (head)\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_where_nothing_can_be_lost) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    change(project, "INSERT INTO one VALUES (1)");
    auto const down = project.run({"downgrade", "-1", "--json"}); // the other table has no rows
    BOOST_TEST(boost::json::parse(down.output).at("backup").as_string() == "");
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    BOOST_TEST(backup_count(project) == 0U);
}

BOOST_AUTO_TEST_CASE(the_policy_is_an_option_and_a_setting) {
    filled_project const project;
    BOOST_TEST(project.run({"downgrade", "-1", "--backup", "none"}).exit_status == 0);
    BOOST_TEST(backup_count(project) == 0U);
    auto const up = project.run({"upgrade", "head", "--backup", "full", "--json"});
    BOOST_TEST(boost::json::parse(up.output).at("backup").as_string() != "");
    BOOST_TEST(backup_count(project) == 1U);
    project.files().write(
        "alembic.ini",
        "[alembic]\nscript_location = %(here)s/migrations\n[alembicore]\nbackup = affected\n"
        "backup_directory = kept\nbackup_keep = 1\n"
    );
    for (int i = 0; i < 2; ++i) {
        change(project, "INSERT INTO two VALUES (1)");
        auto const down = project.run({"downgrade", "-1"});
        BOOST_TEST(contains(down.error_output, "backup affected: asked for"), down.error_output);
        BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    }
    BOOST_TEST(backup_count(project) == 1U);
    BOOST_TEST(std::filesystem::exists(project.files().path() / "kept"));
    BOOST_TEST(project.run({"upgrade", "head", "--backup", "some"}).exit_status == 2);
}

BOOST_AUTO_TEST_CASE(a_run_that_fails_tells_the_way_back_from_what_it_has_changed) {
    auto revisions = two_tables();
    revisions[1].downgrade = "with op.get_context().autocommit_block():\n        op.drop_table('two')\n"
                             "    op.execute('SELECT no_such_function()')";
    filled_project const project{revisions};
    auto const down = project.run({"downgrade", "-1"});
    BOOST_TEST(down.exit_status == 1);
    BOOST_TEST(contains(down.error_output, "`alembicore backup restore "), down.error_output);
    BOOST_TEST(contains(down.error_output, "`alembicore upgrade`"), down.error_output);
}

BOOST_AUTO_TEST_CASE(a_run_that_was_rolled_back_needs_no_way_back) {
    auto revisions = two_tables();
    revisions[1].downgrade = "op.drop_table('two')\n    op.execute('SELECT no_such_function()')";
    filled_project const project{revisions};
    auto const down = project.run({"downgrade", "-1"});
    BOOST_TEST(down.exit_status == 1);
    BOOST_TEST(contains(down.error_output, "the transaction was rolled back"), down.error_output);
    BOOST_TEST(!contains(down.error_output, "backup restore"), down.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "20");
}

BOOST_AUTO_TEST_CASE(the_newest_backup_is_that_of_the_database_which_is_meant) {
    filled_project const project;
    filled_project const another;
    std::string const folder = project.files().path() / "shared";
    auto const made_by = [&](filled_project const& who) {
        auto const made = who.run({"backup", "create", "--json", "--directory", folder});
        BOOST_REQUIRE_MESSAGE(made.exit_status == 0, made.error_output);
        return std::string{boost::json::parse(made.output).at("id").as_string()};
    };
    auto const ours = made_by(project);
    auto const nothing = another.run({"backup", "restore", "latest", "--directory", folder});
    BOOST_TEST(nothing.exit_status == 1);
    BOOST_TEST(contains(nothing.error_output, "is of the database "), nothing.error_output);
    auto const foreign = another.run({"backup", "restore", ours, "--directory", folder});
    BOOST_TEST(foreign.exit_status == 2);
    BOOST_TEST(contains(foreign.error_output, "_restored"), foreign.error_output);
    auto const theirs = made_by(another);
    BOOST_TEST(contains(project.run({"backup", "verify", "latest", "--directory", folder}).output, ours));
    auto const listed = project.run({"backup", "list", "--directory", folder}).output;
    BOOST_TEST((contains(listed, ours) && !contains(listed, theirs)), listed);
    BOOST_TEST(contains(project.run({"backup", "list", "--all", "--directory", folder}).output, theirs));
}

BOOST_AUTO_TEST_CASE(a_backup_that_cannot_be_made_stops_the_run_before_it_has_begun) {
    filled_project const project;
    project.files().write("a_file", "");
    auto const down = project.run({"downgrade", "-1", "--backup-directory", "a_file/below"});
    BOOST_TEST(down.exit_status == 1);
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "20");
    BOOST_TEST(project.run({"current"}).output == "t2 (head)\n");
}

BOOST_AUTO_TEST_CASE(a_backup_is_looked_over_by_the_command_line) {
    filled_project const project;
    auto const made = boost::json::parse(project.run({"backup", "create", "--json"}).output);
    BOOST_TEST(made.at("revisions").at(0).as_string() == "t2");
    auto const check = project.run({"backup", "verify", "latest", "--restore"});
    BOOST_TEST(check.exit_status == 0, check.error_output);
    BOOST_TEST(contains(check.output, "is whole"), check.output);
    std::filesystem::path const archive = std::string{made.at("folder").as_string()} + "/archive.dump";
    std::filesystem::resize_file(archive, std::filesystem::file_size(archive) - 1);
    auto const damaged = project.run({"backup", "verify", "latest"});
    BOOST_TEST(damaged.exit_status == 1);
    BOOST_TEST(contains(damaged.error_output, "is not whole"), damaged.error_output);
    BOOST_TEST(project.run({"backup", "verify"}).exit_status == 2);
    BOOST_TEST(project.run({"backup", "restore", "2020"}).exit_status == 1);
    BOOST_TEST(project.run({"backup", "prune"}).exit_status == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
