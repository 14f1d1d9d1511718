// Runs through Alembic that go well.
#include "alembic_project.hpp"

#include "base/process.hpp"
#include "support/server_under_test.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

namespace alembicore::test {

namespace {

std::vector<body> two_tables() {
    return {
        {.upgrade = "op.create_table('one', sa.Column('id', sa.Integer(), primary_key=True))",
         .downgrade = "op.drop_table('one')",
         .head = {}},
        {.upgrade = "op.add_column('one', sa.Column('name', sa.Text(), server_default='größe 100%'))\n"
                    "op.create_index('ix_one', 'one', ['name'])",
         .downgrade = "op.drop_index('ix_one')\nop.drop_column('one', 'name')",
         .head = {}},
    };
}

std::string schema_of(temporary_database const& database) {
    std::map<std::string, std::string> parameters;
    for (auto const& [keyword, value] : database.url().parameters)
        parameters[keyword] = value;
    base::process_request request;
    request.arguments = {
        pg_dump_of_server(),
        "-h",
        parameters["host"],
        "-p",
        parameters["port"],
        "-U",
        parameters["user"],
        "--schema-only",
        "-d",
        database.name()};
    auto text = base::run_successfully(request).output;
    // pg_dump writes a new key into each of its texts.
    for (auto at = text.find("\\restrict"); at != std::string::npos; at = text.find("\\restrict"))
        text.erase(at, text.find('\n', at) - at);
    for (auto at = text.find("\\unrestrict"); at != std::string::npos; at = text.find("\\unrestrict"))
        text.erase(at, text.find('\n', at) - at);
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(python_run)

BOOST_AUTO_TEST_CASE(up_and_down_with_the_events_of_a_native_run) {
    alembic_project project{two_tables()};
    auto const report = project.upgrade(with_python());
    BOOST_TEST(report.steps_done == 2U);
    BOOST_TEST(report.statements == 3U);
    BOOST_TEST((report.engine == engine::python));
    BOOST_TEST(project.version() == "r2");

    BOOST_REQUIRE(project.seen<engine_chosen>().size() == 1U);
    BOOST_TEST(project.seen<engine_chosen>()[0].reason == "asked for");
    auto const begun = project.seen<python_started>();
    BOOST_REQUIRE(begun.size() == 1U);
    BOOST_TEST(begun[0].driver.starts_with("psycopg2 2"));
    BOOST_TEST(begun[0].database == project.database().name());
    BOOST_TEST(begun[0].backend > 0);
    BOOST_TEST(!begun[0].alembic.empty());
    BOOST_TEST(project.seen<step_started>().size() == 2U);
    BOOST_TEST(project.seen<step_done>()[1].statements == 2U);
    BOOST_TEST(project.seen<run_done>().size() == 1U);
    auto const statements = project.seen<statement_started>();
    BOOST_TEST(statements[0].revision == "r1");
    BOOST_TEST(statements[1].sql == "ALTER TABLE one ADD COLUMN name TEXT DEFAULT 'größe 100%'");

    project.downgrade("base", with_python());
    BOOST_TEST(project.version().empty());
    BOOST_TEST(project.tables().empty());
}

BOOST_AUTO_TEST_CASE(the_schema_is_that_of_a_native_run) {
    if (pg_dump_of_server().empty())
        return; // nobody here can say what the schema is
    alembic_project by_python{two_tables()};
    alembic_project natively{two_tables()};
    by_python.upgrade(with_python());
    natively.upgrade(with_engine(engine::native));
    BOOST_TEST(schema_of(by_python.database()) == schema_of(natively.database()));
}

BOOST_AUTO_TEST_CASE(both_engines_take_turns_on_one_database) {
    alembic_project project{two_tables()};
    project.upgrade(with_python(), "r1");
    project.upgrade(with_engine(engine::native));
    project.downgrade("r1", with_python());
    BOOST_TEST(project.version() == "r1");
}

BOOST_AUTO_TEST_CASE(parameters_notices_and_logs_are_told) {
    alembic_project project{{
        {.upgrade = "op.execute(\"DO $$ BEGIN RAISE NOTICE 'mind %', 'größer' USING DETAIL = 'more'; END $$\")\n"
                    "op.get_bind().execute(sa.text('SELECT :a, :b'), dict(a=7, b='x'))\n"
                    "logging.getLogger('alembic.app').info('hello %s', 'from r1')\n"
                    "print('to standard output')\n"
                    "print('to standard error', file=sys.stderr)",
         .downgrade = "pass",
         .head = "import logging\nimport sys\n"},
    }};
    project.upgrade(with_python());
    auto const notices = project.seen<notice_received>();
    BOOST_REQUIRE(notices.size() == 1U);
    BOOST_TEST(notices[0].notice.severity == "NOTICE");
    BOOST_TEST(notices[0].notice.message == "mind größer");
    BOOST_TEST(notices[0].notice.detail == "more");
    auto const statements = project.seen<statement_started>();
    BOOST_TEST(boost::json::serialize(statements.at(1).parameters) == R"({"a":7,"b":"x"})");
    auto const logs = project.seen<log_received>();
    auto const has = [&](std::string_view level, std::string_view logger, std::string_view message) {
        return std::ranges::count_if(logs, [&](log_received const& one) {
            return one.level == level && one.logger == logger && one.message == message;
        });
    };
    BOOST_TEST(has("INFO", "alembic.app", "hello from r1") == 1);
    BOOST_TEST(has("INFO", "alembic.runtime.migration", "Running upgrade  -> r1, revision 1") == 1);
    BOOST_TEST(has("", "stdout", "to standard output") == 1);
    BOOST_TEST(has("", "stderr", "to standard error") == 1);
    for (auto const& one : logs) // the console handler of alembic.ini has nothing left to say
        BOOST_TEST((!one.level.empty() || one.message.find("[alembic") == std::string::npos), one.message);
}

BOOST_AUTO_TEST_CASE(much_output_does_not_stop_it) {
    alembic_project project{{
        {.upgrade =
             "for i in range(60000):\n    print('line', i)\nprint('x' * 3000000)\nsys.stderr.write('y' * 1000000)",
         .downgrade = "pass",
         .head = "import sys\n"},
    }};
    project.upgrade(with_python());
    BOOST_TEST(project.version() == "r1");
    BOOST_TEST(project.seen<log_received>().size() > 60000U);
    for (auto const& one : project.seen<log_received>())
        BOOST_REQUIRE(one.message.size() < 200'000U);
}

BOOST_AUTO_TEST_CASE(autocommit_blocks_and_transactions_per_migration_work) {
    alembic_project project{{
        {.upgrade = "op.create_table('t', sa.Column('id', sa.Integer()))", .downgrade = "pass", .head = {}},
        {.upgrade = "with op.get_context().autocommit_block():\n"
                    "    op.execute('CREATE INDEX CONCURRENTLY i ON t (id)')",
         .downgrade = "pass",
         .head = {}},
    }};
    project.change_env("connection=connection, ", "connection=connection, transaction_per_migration=True, ");
    project.upgrade(with_python());
    BOOST_TEST(project.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == "t");
    BOOST_TEST(project.version() == "r2");
}

BOOST_AUTO_TEST_CASE(limits_hold_inside_and_outside_a_transaction) {
    alembic_project project{{
        {.upgrade = "op.execute(\"CREATE TABLE before AS SELECT current_setting('lock_timeout') AS t\")\n"
                    "with op.get_context().autocommit_block():\n"
                    "    op.execute(\"CREATE TABLE outside AS SELECT current_setting('lock_timeout') AS t\")\n"
                    "op.execute(\"CREATE TABLE after AS SELECT current_setting('lock_timeout') AS t\")",
         .downgrade = "pass",
         .head = {}},
    }};
    auto options = with_python();
    options.limits.lock_timeout = std::chrono::seconds{3};
    project.upgrade(options);
    for (auto const* const table : {"before", "outside", "after"})
        BOOST_TEST(project.ask(std::string{"SELECT t FROM "} + table) == "3s", table);
    BOOST_TEST(project.seen<statement_started>().size() == 3U);
}

BOOST_AUTO_TEST_CASE(the_call_decides_on_transactions_where_it_says_so) {
    auto bodies = two_tables();
    bodies[1].upgrade = "raise ValueError()";
    alembic_project project{bodies};
    auto options = with_python();
    options.transactions = transaction_mode::per_migration;
    BOOST_CHECK_THROW(project.upgrade(options), error);
    BOOST_TEST(project.version() == "r1");
}

BOOST_AUTO_TEST_CASE(arguments_reach_env_py) {
    alembic_project project{{{}}};
    project.change_env(
        "target_metadata = None\n",
        "target_metadata = None\nprint(context.get_tag_argument(), config.cmd_opts.revision, "
        "config.config_ini_section)\n"
    );
    auto options = with_python();
    options.tag = "today";
    project.upgrade(options, "+1");
    BOOST_TEST(project.seen<log_received>()[0].message == "today +1 alembic");
}

BOOST_AUTO_TEST_CASE(the_script_is_what_alembic_prints) {
    alembic_project const project{two_tables()};
    auto const opened = project.open();
    auto const decided = plan_upgrade(opened.graph(), "head", {"r1"});
    auto const print = [&](engine by) {
        std::ostringstream text;
        script_options options;
        options.engine = by;
        opened.render_script(decided, text, options);
        return text.str();
    };
    auto environment = project.environment;
    environment["DATABASE_URL"] = "postgresql://nobody@localhost/nothing";
    settings_request request;
    request.directory = project.path();
    request.environment = environment;
    auto const with_url = project::open(request);
    std::ostringstream by_python;
    script_options options;
    options.engine = engine::python;
    with_url.render_script(decided, by_python, options);
    BOOST_TEST(by_python.str() == print(engine::native));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
