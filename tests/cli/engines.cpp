// What people see of the choice between the evaluator and the project's own Python.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

namespace alembicore::test {

namespace {

constexpr char const* online_script = R"(import os
from alembic import context
from sqlalchemy import create_engine

if context.is_offline_mode():
    context.configure(url=os.environ["DATABASE_URL"], literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
)";

/// Whether the database has no other session any more; one that was cancelled takes a moment to go.
bool ends_alone(migrated_project const& project) {
    for (int waits = 0; waits < 100; ++waits) {
        if (project.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                        "pg_backend_pid()") == "0")
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return false;
}

/// The second of these needs Python.
std::vector<sample_revision> one_for_python() {
    auto revisions = two_tables();
    revisions[1].upgrade =
        "import socket; print('family', int(socket.AF_INET)); op.execute('CREATE TABLE two (id int)')";
    return revisions;
}

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(engines)

BOOST_AUTO_TEST_CASE(python_runs_what_is_refused_and_says_why) {
    migrated_project const project{one_for_python()};
    project.files().write("migrations/env.py", online_script);
    auto const up = project.run({"upgrade", "head", "--python", ALEMBICORE_TEST_PYTHON});
    BOOST_TEST(up.exit_status == 0, up.error_output);
    auto const engine = up.error_output.find("INFO  [alembicore.engine] python: revision t2 needs it: ");
    auto const step = up.error_output.find("INFO  [alembic.runtime.migration] Running upgrade  -> t1, one table");
    BOOST_TEST(engine != std::string::npos, up.error_output);
    BOOST_TEST(step != std::string::npos, up.error_output);
    BOOST_TEST(engine < step);
    BOOST_TEST(has(up.error_output, "t2.py:"), up.error_output);
    BOOST_TEST(up.error_output.find("Running upgrade  -> t1", step + 50) == std::string::npos);
    BOOST_TEST(up.output == "family 2\n");
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t2");
}

BOOST_AUTO_TEST_CASE(the_report_names_the_engine) {
    migrated_project const project{one_for_python()};
    project.files().write("migrations/env.py", online_script);
    auto const seen = project.run({"--json", "upgrade", "head"}, {{"ALEMBICORE_PYTHON", ALEMBICORE_TEST_PYTHON}});
    BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, seen.output << seen.error_output);
    auto const report = boost::json::parse(seen.output);
    BOOST_TEST(report.at("engine").as_string() == "python");
    BOOST_TEST(!report.at("engine_reason").as_string().empty());
    BOOST_TEST(report.at("steps_done").to_number<int>() == 2);
}

BOOST_AUTO_TEST_CASE(native_refuses_and_changes_nothing) {
    migrated_project const project{one_for_python()};
    auto const seen = project.run({"upgrade", "head", "--engine", "native"});
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(has(seen.error_output, "revision: t2"), seen.error_output);
    BOOST_TEST(project.ask("SELECT to_regclass('alembic_version') IS NULL") == "t");
    BOOST_TEST(project.run({"upgrade", "head", "--engine", "quick"}).exit_status == 2);
}

BOOST_AUTO_TEST_CASE(without_python_the_error_lists_what_was_tried) {
    migrated_project const project{one_for_python()};
    auto const seen = project.run({"upgrade", "head", "--python", "/nowhere/python"});
    BOOST_TEST(seen.exit_status == 1);
    for (char const* const part : {"no Python with Alembic", "revision: t2", "--python: /nowhere/python", "fix: "})
        BOOST_TEST(has(seen.error_output, part), part << " in " << seen.error_output);
}

BOOST_AUTO_TEST_CASE(a_script_by_python_is_that_of_alembic) {
    migrated_project const project{one_for_python()};
    project.files().write("migrations/env.py", online_script);
    BOOST_TEST(project.run({"upgrade", "head", "--sql"}).exit_status == 1);
    auto const seen =
        project.run({"upgrade", "head", "--sql", "--engine", "python", "--python", ALEMBICORE_TEST_PYTHON});
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    BOOST_TEST(has(seen.output, "CREATE TABLE two (id int);"), seen.output);
    BOOST_TEST(seen.output.ends_with("COMMIT;\n\n"), seen.output);
}

BOOST_AUTO_TEST_CASE(an_interrupt_stops_python_and_leaves_the_database_as_it_was) {
    auto revisions = two_tables();
    revisions[1].upgrade = "op.execute('SELECT pg_sleep(60)')";
    migrated_project const project{revisions};
    project.files().write("migrations/env.py", online_script);
    auto const seen = project.files().run_program(
        {"timeout",
         "--foreground",
         "--preserve-status",
         "-s",
         "INT",
         "8",
         ALEMBICORE_PROGRAM,
         "upgrade",
         "head",
         "--engine",
         "python",
         "--python",
         ALEMBICORE_TEST_PYTHON},
        {{"DATABASE_URL", project.address()}}
    );
    BOOST_TEST(seen.exit_status == 1, seen.error_output);
    BOOST_TEST(has(seen.error_output, "stopped by request"), seen.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_class WHERE relname = 'one'") == "0");
    BOOST_TEST(ends_alone(project));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
