// Which engine runs a plan.
#include "alembic_project.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

body const plain{
    .upgrade = "op.create_table('plain', sa.Column('id', sa.Integer()))",
    .downgrade = "op.drop_table('plain')",
    .head = {}};

/// The native evaluator knows no sockets.
body const foreign{
    .upgrade = "op.execute(\"CREATE TABLE foreign_%d (id int)\" % socket.AF_INET)",
    .downgrade = "pass",
    .head = "import socket\n"};

} // namespace

BOOST_AUTO_TEST_SUITE(choice_of_engine)

BOOST_AUTO_TEST_CASE(a_plan_that_is_evaluated_runs_natively) {
    alembic_project project{{plain}};
    auto const report = project.upgrade();
    BOOST_TEST((report.engine == engine::native));
    BOOST_TEST(project.seen<engine_chosen>().at(0).reason == "every step is evaluated natively");
    BOOST_TEST(project.seen<python_started>().empty());
}

BOOST_AUTO_TEST_CASE(one_refused_revision_takes_the_whole_plan_to_python) {
    alembic_project project{{plain, foreign}};
    auto const report = project.upgrade();
    BOOST_TEST((report.engine == engine::python));
    auto const chosen = project.seen<engine_chosen>().at(0);
    BOOST_TEST(chosen.revision == "r2");
    BOOST_TEST(chosen.construct.value().file == project.file_of("r2").string());
    BOOST_TEST(chosen.construct.value().line > 0U);
    BOOST_TEST(report.engine_reason == chosen.reason);
    BOOST_TEST(project.tables() == "foreign_2,plain");
    // The choice is told before anything runs.
    BOOST_TEST(std::holds_alternative<engine_chosen>(project.events.at(0)));
}

BOOST_AUTO_TEST_CASE(native_refuses_as_before) {
    alembic_project project{{plain, foreign}};
    auto const info = project.fail(errc::not_evaluable, with_engine(engine::native));
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(the_setting_decides_where_the_call_does_not) {
    alembic_project project{{plain}};
    auto const ini = project.path() / "alembic.ini";
    project.write(
        "alembic.ini",
        "[alembic]\nscript_location = migrations\n[alembicore]\nengine = python\n[loggers]\nkeys = root\n"
        "[handlers]\nkeys =\n[formatters]\nkeys =\n[logger_root]\nhandlers =\n"
    );
    BOOST_TEST((project.upgrade().engine == engine::python));
    BOOST_TEST((project.downgrade("base", with_engine(engine::native)).engine == engine::native));
    project.write("alembic.ini", "[alembic]\nscript_location = migrations\n[alembicore]\nengine = fast\n");
    require_error(errc::bad_configuration, [&] { return project.open(); });
}

BOOST_AUTO_TEST_CASE(a_version_table_that_only_env_py_knows_needs_python) {
    alembic_project project{{plain}};
    project.write("tables.py", "NAME = ''.join(['my', '_versions'])\n");
    project.change_env("target_metadata = None\n", "target_metadata = None\nimport tables\n");
    project.change_env("connection=connection, ", "connection=connection, version_table=tables.NAME, ");
    auto const report = project.upgrade();
    BOOST_TEST((report.engine == engine::python));
    BOOST_TEST(report.engine_reason.find("version_table") != std::string::npos);
    BOOST_TEST(project.ask("SELECT version_num FROM my_versions") == "r1");
    BOOST_TEST(project.upgrade().steps_done == 0U);
    BOOST_TEST(project.downgrade("-1").steps_done == 1U);
    project.fail(errc::decided_at_run_time, with_engine(engine::native));
}

BOOST_AUTO_TEST_CASE(without_an_interpreter_the_error_says_what_was_tried_and_why) {
    alembic_project project{{foreign}};
    project.environment["ALEMBICORE_PYTHON"] = "/nowhere/python";
    auto const info = project.fail(errc::python_unavailable);
    BOOST_TEST(info.revision == "r1");
    BOOST_TEST(info.place.value().file == project.file_of("r1").string());
    BOOST_TEST(info.reason.find("ALEMBICORE_PYTHON: /nowhere/python: there is no such program") != std::string::npos);
    BOOST_TEST(info.remedy.find("--python") != std::string::npos);

    auto options = with_python();
    options.python = "/bin/cat";
    BOOST_TEST(
        project.fail(errc::python_unavailable, options).reason.find("--python: /bin/cat: ") != std::string::npos
    );
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(an_interpreter_without_alembic_gives_way_to_the_next) {
    alembic_project project{{foreign}};
    project.environment.erase("ALEMBICORE_PYTHON");
    auto const python = project.write(".venv/bin/python", "#!/bin/sh\nexec " ALEMBICORE_TEST_PYTHON " -S \"$@\"\n");
    std::filesystem::permissions(python, std::filesystem::perms::owner_all);
    project.environment.erase("PYTHONPATH");
    auto options = with_python();
    options.python = python;
    auto const info = project.fail(errc::python_unavailable, options);
    BOOST_TEST(info.reason.find("Alembic is not installed") != std::string::npos, info.reason);
    BOOST_TEST(project.version() == "no table");

    // Searched for, it is only one of several.
    auto const second = project.write("venv/bin/python", "#!/bin/sh\nexec " ALEMBICORE_TEST_PYTHON " \"$@\"\n");
    std::filesystem::permissions(second, std::filesystem::perms::owner_all);
    project.upgrade(with_python());
    BOOST_TEST(project.version() == "r1");
}

BOOST_AUTO_TEST_CASE(stamp_needs_no_python) {
    alembic_project project{{foreign}};
    project.environment["ALEMBICORE_PYTHON"] = "/nowhere/python";
    auto connection = database::connect(project.database().url());
    migrator runner{project.open(), connection};
    BOOST_TEST((runner.stamp({"head"}, migrator::stamp_mode::keep, with_python()).engine == engine::native));
    BOOST_TEST(project.version() == "r1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
