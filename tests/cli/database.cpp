// Runs on a real server.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(on_a_database)

BOOST_AUTO_TEST_CASE(up_down_and_up_again_with_alembics_log_lines) {
    migrated_project const project{two_tables()};
    auto const up = project.run({"upgrade", "head"});
    BOOST_TEST(up.exit_status == 0, up.error_output);
    BOOST_TEST(up.output == "");
    BOOST_TEST(
        up.error_output == "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n"
                           "INFO  [alembic.runtime.migration] Will assume transactional DDL.\n"
                           "INFO  [alembicore.engine] native: every step is evaluated natively\n"
                           "INFO  [alembic.runtime.migration] Running upgrade  -> t1, one table\n"
                           "INFO  [alembic.runtime.migration] Running upgrade t1 -> t2, another\n"
    );
    BOOST_TEST(project.run({"current"}).output == "t2 (head)\n");
    BOOST_TEST(project.run({"downgrade", "-1"}).error_output.ends_with("Running downgrade t2 -> t1, another\n"));
    BOOST_TEST(project.run({"current"}).output == "t1\n");
    BOOST_TEST(project.run({"upgrade", "+1"}).exit_status == 0);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t2");
}

BOOST_AUTO_TEST_CASE(what_needs_no_project_takes_the_database_of_the_environment) {
    migrated_project const project{std::vector<sample_revision>{}};
    std::filesystem::remove(project.files().path() / "alembic.ini");
    auto const seen = project.run({"query", "SELECT 1 AS one", "--json"});
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    BOOST_TEST(project.run({"current"}).exit_status == 1);
}

BOOST_AUTO_TEST_CASE(an_empty_database_url_is_told) {
    migrated_project const project{two_tables()};
    auto const seen = project.run({"history"}, {{"DATABASE_URL", ""}});
    BOOST_TEST(seen.error_output.find("DATABASE_URL is set, but empty") != std::string::npos, seen.error_output);
}

BOOST_AUTO_TEST_CASE(check_heads_fails_while_a_file_is_broken) {
    migrated_project const project{two_tables()};
    BOOST_REQUIRE(project.run({"upgrade", "t1"}).exit_status == 0);
    project.files().write("migrations/versions/t2.py", "revision = 't2'\ndown_revision = 't1'\n\ndef upgrade(:\n");
    BOOST_TEST(project.run({"history"}).output.starts_with("t1 -> t2 (head)"));
    BOOST_TEST(project.run({"current", "--check-heads"}).exit_status == 1);
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 1);
    BOOST_TEST(project.run({"current"}).output == "t1\n");
}

BOOST_AUTO_TEST_CASE(a_run_needs_the_env_py_that_says_where) {
    migrated_project const project{two_tables()};
    std::filesystem::remove(project.files().path() / "migrations/env.py");
    auto const seen = project.run({"upgrade", "head"});
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(seen.error_output.find("there is no env.py") != std::string::npos, seen.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_class WHERE relname = 'alembic_version'") == "0");
    BOOST_TEST(project.run({"heads"}).output == "t2 (head)\n");
}

BOOST_AUTO_TEST_CASE(check_heads_fails_until_the_database_is_at_them) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"current", "--check-heads"}).exit_status == 1);
    BOOST_TEST(project.run({"-q", "upgrade", "head"}).error_output == "");
    BOOST_TEST(project.run({"current", "-c"}).exit_status == 0);
}

BOOST_AUTO_TEST_CASE(history_marks_what_the_database_is_at) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"upgrade", "t1"}).exit_status == 0);
    BOOST_TEST(
        project.run({"history", "-i"}).output == "t1 -> t2 (head), another\n<base> -> t1 (current), one table\n"
    );
    BOOST_TEST(project.run({"history", "-r", "current:"}).output.find("t1 -> t2") != std::string::npos);
    BOOST_TEST(project.run({"history", "-gi"}).output == "o  t2 (head)  another\n@  t1 (current)  one table\n");
    BOOST_TEST(project.run({"show", "current"}).output.starts_with("Rev: t1\n"));
}

BOOST_AUTO_TEST_CASE(stamp_changes_rows_only) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"stamp", "head"}).error_output.ends_with("Running stamp_revision  -> t2\n"));
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t2");
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_class WHERE relname = 'one'") == "0");
    BOOST_TEST(project.run({"stamp", "--purge", "t1"}).exit_status == 0);
    BOOST_TEST(project.run({"current"}).output == "t1\n");
}

BOOST_AUTO_TEST_CASE(ensure_version_makes_an_empty_table) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"ensure_version"}).exit_status == 0);
    BOOST_TEST(project.ask("SELECT count(*) FROM alembic_version") == "0");
    BOOST_TEST(project.run({"current"}).output == "");
}

BOOST_AUTO_TEST_CASE(a_run_in_json_is_its_report) {
    migrated_project const project{two_tables()};
    auto const seen = project.run({"--json", "upgrade", "head"});
    auto const report = boost::json::parse(seen.output);
    BOOST_TEST(report.at("steps_done").to_number<int>() == 2);
    BOOST_TEST(report.at("statements").to_number<int>() == 2);
    BOOST_TEST(report.at("elapsed_us").to_number<int>() > 0);
    BOOST_TEST(report.at("plan").at("heads_after").at(0).as_string() == "t2");
}

BOOST_AUTO_TEST_CASE(plan_reads_the_database_and_changes_nothing) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"plan", "upgrade", "head"}).output.ends_with("then the database is at t2\n"));
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_class WHERE relname = 'alembic_version'") == "0");
}

BOOST_AUTO_TEST_CASE(a_statement_that_fails_is_said_with_revision_statement_and_state) {
    auto revisions = two_tables();
    revisions[1].upgrade = "op.execute('CREATE TABLE one (id int)')";
    migrated_project const project{revisions};
    auto const seen = project.run({"upgrade", "head"});
    BOOST_TEST(seen.exit_status == 1);
    for (char const* part : {"revision: t2", "CREATE TABLE one (id int)", "42P07", "database: "})
        BOOST_TEST(seen.error_output.find(part) != std::string::npos, part << " in " << seen.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_class WHERE relname = 'one'") == "0");
}

BOOST_AUTO_TEST_CASE(an_interrupt_stops_the_run_and_leaves_the_database_as_it_was) {
    auto revisions = two_tables();
    revisions[1].upgrade = "op.execute('SELECT pg_sleep(30)')";
    migrated_project const project{revisions};
    auto const seen = project.files().run_program(
        // It signals the program and then its process group: two signals at once are one Ctrl-C.
        {"timeout", "--preserve-status", "-s", "INT", "1", ALEMBICORE_PROGRAM, "upgrade", "head"},
        {{"DATABASE_URL", project.address()}}
    );
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(seen.error_output.find("error: ") != std::string::npos, seen.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_class WHERE relname = 'one'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
