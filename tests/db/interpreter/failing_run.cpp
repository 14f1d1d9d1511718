// Runs through Alembic that fail, and what is said about them.
#include "alembic_project.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

body const table{.upgrade = "op.create_table('t', sa.Column('id', sa.Integer()))", .downgrade = "pass", .head = {}};

std::string const nothing_done = "the transaction was rolled back: the database is as before, at base";

} // namespace

BOOST_AUTO_TEST_SUITE(failing_python_run)

BOOST_AUTO_TEST_CASE(a_statement_that_fails_is_told_with_all_fields) {
    alembic_project project{{
        table,
        {.upgrade = "op.execute(\"INSERT INTO t VALUES (1)\")\n\nop.execute('SELECT nope FROM t')",
         .downgrade = "pass",
         .head = {}},
    }};
    auto const info = project.fail(errc::statement_failed, with_python());
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.statement == "SELECT nope FROM t");
    BOOST_TEST(info.server.value().sqlstate == "42703");
    BOOST_TEST(info.server.value().severity == "ERROR");
    BOOST_TEST(info.server.value().message.find("nope") != std::string::npos);
    BOOST_TEST(info.server.value().position == 8U);
    BOOST_TEST(info.place.value().file == project.file_of("r2").string());
    BOOST_TEST(info.place.value().excerpt == "    op.execute('SELECT nope FROM t')");
    BOOST_TEST(info.traceback.find("UndefinedColumn") != std::string::npos);
    BOOST_TEST(info.traceback.find("<stdin>") == std::string::npos, info.traceback);
    BOOST_TEST(info.database_state == nothing_done);
    BOOST_TEST(info.connection_usable);
    BOOST_TEST(project.tables().empty());
}

BOOST_AUTO_TEST_CASE(a_constraint_is_named_with_detail) {
    alembic_project project{{
        {.upgrade = "op.execute('CREATE TABLE u (id int CONSTRAINT once PRIMARY KEY)')\n"
                    "op.bulk_insert(sa.table('u', sa.column('id')), [dict(id=1), dict(id=1)])",
         .downgrade = "pass",
         .head = {}},
    }};
    auto const info = project.fail(errc::statement_failed, with_python());
    BOOST_TEST(info.server.value().constraint == "once");
    BOOST_TEST(info.server.value().table == "u");
    BOOST_TEST(info.server.value().detail == "Key (id)=(1) already exists.");
}

BOOST_AUTO_TEST_CASE(what_a_revision_raises_is_told_with_its_line) {
    alembic_project project{{
        table,
        {.upgrade = "check(5)",
         .downgrade = "pass",
         .head = "def check(x):\n    raise ValueError('größer als %d' % x)\n"},
    }};
    auto const info = project.fail(errc::python_exception, with_python());
    BOOST_TEST(info.message == "ValueError: größer als 5");
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.place.value().excerpt == "    raise ValueError('größer als %d' % x)");
    BOOST_TEST(info.traceback.find("in upgrade") != std::string::npos);
    BOOST_TEST(info.database_state == nothing_done);
}

BOOST_AUTO_TEST_CASE(a_revision_that_cannot_be_imported_is_named) {
    alembic_project project{{table, {.upgrade = "pass", .downgrade = "pass", .head = "import not_there_at_all\n"}}};
    auto const info = project.fail(errc::python_exception, with_python());
    BOOST_TEST(info.message == "ModuleNotFoundError: No module named 'not_there_at_all'");
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.place.value().excerpt == "import not_there_at_all");
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(env_py_that_fails_is_named) {
    alembic_project project{{table}};
    project.change_env("target_metadata = None\n", "target_metadata = missing_name\n");
    auto const info = project.fail(errc::python_exception, with_python());
    BOOST_TEST(info.message == "NameError: name 'missing_name' is not defined");
    BOOST_TEST(info.place.value().excerpt == "target_metadata = missing_name");
    BOOST_TEST(info.database_state.empty());
}

BOOST_AUTO_TEST_CASE(env_py_that_exits_or_runs_nothing_is_named) {
    alembic_project project{{table}};
    project.change_env("        context.run_migrations()\n\n\nif", "        pass\n\n\nif");
    BOOST_TEST(project.fail(errc::bad_configuration, with_python()).message == "env.py has run no migrations");
    project.change_env("target_metadata = None\n", "raise SystemExit('not here')\n");
    BOOST_TEST(project.fail(errc::python_exception, with_python()).message == "SystemExit: not here");
}

BOOST_AUTO_TEST_CASE(what_is_committed_stays_and_is_told) {
    alembic_project project{{table, table}};
    project.change_env("connection=connection, ", "connection=connection, transaction_per_migration=True, ");
    auto const info = project.fail(errc::statement_failed, with_python());
    BOOST_TEST(
        info.database_state == "revision r1 is committed; revision r2 was rolled back; the database is at revision r1"
    );
    BOOST_TEST(project.version() == "r1");
}

BOOST_AUTO_TEST_CASE(what_an_autocommit_block_left_behind_is_told) {
    alembic_project project{{
        {.upgrade = "op.create_table('t', sa.Column('id', sa.Integer()))\n"
                    "with op.get_context().autocommit_block():\n"
                    "    op.execute('CREATE INDEX CONCURRENTLY i ON t (id)')\n"
                    "raise ValueError()",
         .downgrade = "pass",
         .head = {}},
    }};
    auto const info = project.fail(errc::python_exception, with_python());
    BOOST_TEST(info.database_state.find("revision r1 is partly done") != std::string::npos, info.database_state);
    BOOST_TEST(project.tables() == "t");
}

BOOST_AUTO_TEST_CASE(env_py_that_does_not_commit_is_noticed) {
    alembic_project project{{table}};
    project.change_env(
        "        with context.begin_transaction():\n            context.run_migrations()\n\n\nif",
        "        outer = connection.begin()\n        context.run_migrations()\n        outer.rollback()\n\n\nif"
    );
    auto const info = project.fail(errc::version_mismatch, with_python());
    BOOST_TEST(info.reason.find("did not commit") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(another_database_is_refused_before_anything_runs) {
    alembic_project project{{table}};
    temporary_database const other;
    std::string address;
    for (auto const& [keyword, value] : other.url().parameters)
        if (keyword != "dbname")
            address += (address.empty() ? "?" : "&") + keyword + "=" + value;
    project.change_env(
        "    connectable = engine_from_config(\n        config.get_section(config.config_ini_section), "
        "prefix=\"sqlalchemy.\", poolclass=pool.NullPool\n    )",
        "    import sqlalchemy\n    connectable = sqlalchemy.create_engine('postgresql:///" + other.name() + address +
            "')"
    );
    auto const info = project.fail(errc::bad_database_url, with_python());
    BOOST_TEST(info.message.find(other.name()) != std::string::npos);
    BOOST_TEST(other.ask("SELECT to_regclass('alembic_version') IS NULL") == "t");
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(rows_that_another_session_has_moved_are_noticed) {
    alembic_project project{{table, {}}};
    project.listener = [&](event const& happened) {
        if (std::holds_alternative<engine_chosen>(happened))
            postgres::connection{project.database().url()}.execute(
                "CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('r1')"
            );
    };
    auto const info = project.fail(errc::version_mismatch, with_python());
    BOOST_TEST(info.message == "alembic_version is at r1, but the plan starts from base");
    BOOST_TEST(project.tables().empty());
}

BOOST_AUTO_TEST_CASE(a_child_that_is_killed_leaves_nothing_open) {
    alembic_project project{{
        table,
        {.upgrade = "op.get_bind().execute(sa.text('SELECT 1'))\nos.kill(os.getpid(), signal.SIGKILL)",
         .downgrade = "pass",
         .head = "import os\nimport signal\n"},
    }};
    auto const info = project.fail(errc::child_process_failed, with_python());
    BOOST_TEST(info.message == "Python did not finish: it ended with status 137");
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.database_state == nothing_done);
    BOOST_TEST(
        project.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                    "pg_backend_pid()") == "0"
    );
}

BOOST_AUTO_TEST_CASE(a_child_that_breaks_its_line_is_ended) {
    alembic_project project{{
        {.upgrade = "os.write(3, b'garbage\\n')\ntime.sleep(60)",
         .downgrade = "pass",
         .head = "import os\nimport time\n"},
    }};
    auto info = project.fail(errc::child_process_failed, with_python());
    BOOST_TEST(info.message.find("no message") != std::string::npos);
    project.write(
        "migrations/versions/r1.py",
        "import os, time\nrevision = 'r1'\ndown_revision = None\n"
        "def upgrade():\n    os.close(3)\n    time.sleep(60)\ndef downgrade():\n    pass\n"
    );
    info = project.fail(errc::child_process_failed, with_python());
    BOOST_TEST(info.message.find("closed its line") != std::string::npos);
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(no_password_is_told) {
    alembic_project project{{
        {.upgrade = "print(os.environ['DATABASE_URL'])\n"
                    "op.execute(\"SELECT '%s'\" % op.get_bind().engine.url.password)\n"
                    "raise ValueError(os.environ['DATABASE_URL'])",
         .downgrade = "pass",
         .head = "import os\n"},
    }};
    auto const password = temporary_cluster::shared().password();
    project.url = temporary_cluster::shared().tcp_url(project.database().name(), password);
    auto const info = project.fail(errc::python_exception, with_python());
    BOOST_TEST(info.message.find(password) == std::string::npos);
    BOOST_TEST(info.message.find("***") != std::string::npos, info.message);
    BOOST_TEST(info.traceback.find(password) == std::string::npos);
    for (auto const& line : project.seen<log_received>())
        BOOST_TEST(line.message.find(password) == std::string::npos);
    for (auto const& statement : project.seen<statement_started>())
        BOOST_TEST(statement.sql == "SELECT '***'");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
