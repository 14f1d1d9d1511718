#include "live_project.hpp"
#include "support/error_checks.hpp"
#include "support/server_under_test.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(live_runs)

BOOST_AUTO_TEST_CASE(a_revision_that_asks_is_a_step_among_others) {
    live_project made;
    made.revision("a", "op.execute('CREATE TABLE t (x int)')\nop.execute('INSERT INTO t VALUES (1), (2)')")
        .revision(
            "b",
            "for (x,) in bind.execute(sa.text('SELECT x FROM t ORDER BY x')).fetchall():\n"
            "    op.execute(f'INSERT INTO t VALUES ({x * 10})')"
        )
        .revision("c", "op.execute('INSERT INTO t VALUES (3)')");
    std::vector<std::string> heard;
    auto const report = made.upgrade([&](event const& happened) {
        if (auto const* statement = std::get_if<statement_started>(&happened))
            heard.push_back(statement->revision + ": " + statement->sql);
    });
    BOOST_TEST(report.steps_done == 3U);
    BOOST_TEST(report.statements == 6U);
    BOOST_TEST(made.ask("SELECT x FROM t ORDER BY x") == "1,2,3,10,20");
    BOOST_REQUIRE(heard.size() == 6U);
    BOOST_TEST(heard[2] == "b: SELECT x FROM t ORDER BY x");
    BOOST_TEST(heard[3] == "b: INSERT INTO t VALUES (10)");
}

BOOST_AUTO_TEST_CASE(previews_never_ask_but_say_what_would_be_asked) {
    live_project made;
    made.revision("a", "n = bind.execute(sa.text('SELECT count(*) FROM t')).scalar()\nop.execute(f'SELECT {n}')");
    auto const seen = made.open().inspect("a");
    BOOST_TEST((seen.upgrade.evaluation == evaluation_kind::live));
    BOOST_TEST((seen.downgrade.evaluation == evaluation_kind::native));
    BOOST_REQUIRE(seen.upgrade.refusal.has_value());
    BOOST_TEST(name_of(seen.upgrade.refusal->code) == "needs_database");
    BOOST_TEST(seen.upgrade.refusal->message.find("SELECT count(*) FROM t") != std::string::npos);
    BOOST_TEST(seen.upgrade.refusal->place.value().line == 8U);
    std::ostringstream script;
    auto const refused = require_error(errc::needs_database, [&] {
        made.open().render_script(plan_upgrade(made.open().graph(), "head", {}), script);
        return 0;
    });
    BOOST_TEST(refused.revision == "a");
    BOOST_TEST(script.str().empty());
}

BOOST_AUTO_TEST_CASE(a_query_whose_rows_nobody_looks_at_is_known_beforehand) {
    live_project made;
    made.revision("a", "op.execute('SELECT 1')\nbind.execute(sa.text('SELECT 2'))");
    BOOST_TEST((made.open().inspect("a").upgrade.evaluation == evaluation_kind::native));
}

BOOST_AUTO_TEST_CASE(what_is_refused_in_the_middle_rolls_its_transaction_back) {
    live_project made;
    made.revision("a", "op.execute('CREATE TABLE t (x int)')")
        .revision(
            "b",
            "op.execute('INSERT INTO t VALUES (1)')\n"
            "if bind.execute(sa.text('SELECT count(*) FROM t')).scalar() == 1:\n"
            "    op.something_unknown()"
        );
    run_options options;
    options.transactions = transaction_mode::per_migration;
    auto const failed = require_error(errc::not_evaluable, [&] { return made.upgrade({}, options); });
    BOOST_TEST(failed.revision == "b");
    BOOST_TEST(failed.place.value().line == 10U);
    BOOST_TEST(
        failed.database_state == "revision a is committed; revision b was rolled back; the database is at revision a"
    );
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_after_the_questions_stops_nothing_half_way) {
    live_project made;
    made.revision("a", "bind.execute(sa.text('SELECT 1')).scalar()").revision("b", "op.something_unknown()");
    auto const failed = require_error(errc::not_evaluable, [&] { return made.upgrade(); });
    BOOST_TEST(failed.database_state.empty());
    BOOST_TEST(made.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version'") == "0");
}

BOOST_AUTO_TEST_CASE(a_statement_that_fails_is_reported_as_the_server_reports_it) {
    live_project made;
    made.revision("a", "bind.execute(sa.text('SELECT 1')).scalar()\nop.execute('SELECT * FROM nothing')");
    auto const failed = require_error(errc::statement_failed, [&] { return made.upgrade(); });
    BOOST_TEST(failed.server.value().sqlstate == "42P01");
    BOOST_TEST(failed.place.value().line == 9U);
    BOOST_TEST(failed.statement == "SELECT * FROM nothing");
}

BOOST_AUTO_TEST_CASE(a_savepoint_lets_a_revision_go_on_after_a_failure) {
    live_project made;
    made.revision("a", R"(op.execute('CREATE TABLE t (x int)')
for text in ('INSERT INTO t VALUES (1)', 'INSERT INTO nothing VALUES (1)'):
    try:
        with bind.begin_nested():
            op.execute(text)
    except sa.exc.ProgrammingError as failure:
        assert 'nothing' in str(failure) and failure.orig.pgcode == '42P01'
        op.execute('INSERT INTO t VALUES (2)'))");
    made.upgrade();
    BOOST_TEST(made.ask("SELECT x FROM t ORDER BY x") == "1,2");
}

BOOST_AUTO_TEST_CASE(a_failure_outside_a_transaction_may_be_caught) {
    live_project made;
    made.revision("a", R"(import contextlib
op.execute('CREATE TABLE t (x int)')
op.execute('COMMIT')
try:
    op.execute('SHOW no.setting')
except sa.exc.ProgrammingError:
    pass
op.execute('INSERT INTO t VALUES (1)')
with op.get_context().autocommit_block(), contextlib.suppress(sa.exc.ProgrammingError):
    op.execute('INSERT INTO nothing VALUES (1)')
op.execute('INSERT INTO t VALUES (2)'))");
    made.upgrade();
    BOOST_TEST(made.ask("SELECT x FROM t ORDER BY x") == "1,2");
}

BOOST_AUTO_TEST_CASE(types_made_in_a_live_step_are_not_made_again_after_it) {
    live_project made;
    constexpr auto table = "op.create_table('%', sa.Column('e', sa.Enum('x', name='kind')))";
    std::string first{table};
    std::string second{table};
    first.replace(first.find('%'), 1, "t1");
    second.replace(second.find('%'), 1, "t2");
    made.revision("a", "bind.execute(sa.text('SELECT 1')).scalar()\n" + first).revision("b", second);
    made.upgrade();
    BOOST_TEST(made.ask("SELECT count(*) FROM pg_tables WHERE tablename IN ('t1', 't2')") == "2");
}

BOOST_AUTO_TEST_CASE(an_enum_is_replaced_with_the_defaults_that_the_database_knows) {
    live_project project;
    project
        .revision(
            "a",
            "op.execute(\"CREATE TYPE state AS ENUM ('x', 'y')\")\n"
            "op.execute(\"CREATE TABLE t (c state DEFAULT 'x', l state[], n state)\")\n"
            "op.execute(\"INSERT INTO t VALUES ('x', '{x,y}', 'y')\")\n"
        )
        .revision(
            "b",
            "from alembic_postgresql_enum import ColumnType\n"
            "op.sync_enum_values('public', 'state', ['a', 'y'],\n"
            "    [('t', 'c'), ('t', 'l', ColumnType.ARRAY), ('t', 'n')], enum_values_to_rename=[('x', 'a')])\n"
        );
    BOOST_TEST(project.upgrade().steps_done == 2U);
    BOOST_TEST(project.ask("INSERT INTO t DEFAULT VALUES; SELECT concat(c, l, n) FROM t ORDER BY 1") == "a,a{a,y}y");
}

BOOST_AUTO_TEST_CASE(a_table_is_recreated_from_its_declaration) {
    live_project project;
    project
        .revision(
            "a",
            "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer),\n"
            "    sa.UniqueConstraint('n', name='uq'), sa.Index('ix', 'n'))\n"
            "op.execute('INSERT INTO t (n) VALUES (7)')\n"
        )
        .revision(
            "b",
            "t = sa.Table('t', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True),\n"
            "    sa.Column('n', sa.Integer), sa.UniqueConstraint('n', name='uq'), sa.Index('ix', 'n'))\n"
            "with op.batch_alter_table('t', recreate='always', copy_from=t) as batch:\n"
            "    batch.alter_column('n', type_=sa.Text, new_column_name='m')\n"
            "    batch.add_column(sa.Column('first', sa.Boolean), insert_before='id')\n"
        );
    BOOST_TEST(project.upgrade().steps_done == 2U);
    BOOST_TEST(project.ask("SELECT to_json(t)::text FROM t") == R"({"first":null,"id":1,"m":"7"})");
    BOOST_TEST(
        project.ask("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 't'::regclass ORDER BY 1") ==
        "_alembic_tmp_t_pkey,ix,uq"
    );
}

BOOST_AUTO_TEST_CASE(a_table_that_only_the_database_knows_is_recreated_as_it_is) {
    // A unique constraint that was read from a database is written with NULLS DISTINCT by SQLAlchemy, which PostgreSQL
    // knows since 15.
    bool const with_unique = server_major_version() >= 15;
    std::string const unique = with_unique ? ", UNIQUE (n, o)" : "";
    live_project project;
    project
        .revision(
            "a",
            "op.execute('CREATE TABLE o (id int PRIMARY KEY)')\n"
            "op.execute('CREATE TABLE t (id serial PRIMARY KEY, n int NOT NULL DEFAULT 5 CHECK (n > 0), '\n"
            "    'o int CONSTRAINT fk REFERENCES o ON DELETE CASCADE" +
                unique +
                ")')\n"
                "op.execute('CREATE INDEX ix ON t (abs(n)) WHERE n > 3')\n"
                "op.execute('INSERT INTO t (n) VALUES (7)')\n"
        )
        .revision(
            "b",
            "with op.batch_alter_table('t', recreate='always') as batch:\n    batch.alter_column('n', "
            "type_=sa.BigInteger)\n"
        );
    BOOST_TEST(project.upgrade().steps_done == 2U);
    BOOST_TEST(project.ask("SELECT to_json(t)::text FROM t") == R"({"id":1,"n":7,"o":null})");
    BOOST_TEST(
        project.ask(
            "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass "
            "AND contype <> 'n' ORDER BY 1"
        ) == "fk FOREIGN KEY (o) REFERENCES o(id) ON DELETE CASCADE,t_n_check CHECK ((n > 0))" +
                 std::string{with_unique ? ",t_n_o_key UNIQUE (n, o)" : ""} + ",t_pkey PRIMARY KEY (id)"
    );
    BOOST_TEST(
        project.ask("SELECT pg_get_indexdef('ix'::regclass) || ';' || pg_get_serial_sequence('t', 'id')") ==
        "CREATE INDEX ix ON public.t USING btree (abs(n)) WHERE (n > 3);public._alembic_tmp_t_id_seq"
    );
}

BOOST_AUTO_TEST_CASE(a_table_with_an_identity_is_not_recreated) {
    live_project project;
    project.revision(
        "a",
        "op.execute('CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n int)')\n"
        "with op.batch_alter_table('t', recreate='always') as batch:\n    batch.drop_column('n')\n"
    );
    auto const info = require_error(errc::not_evaluable, [&] { project.upgrade(); });
    BOOST_TEST(info.message.find("column 'id' is an identity") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_context_knows_the_run) {
    live_project made;
    made.revision("a", "pass")
        .revision("b", R"(seen = [op.get_context().get_current_revision(), op.get_context().as_sql]
from alembic import context
seen += [context.is_offline_mode(), context.get_context().version_table_schema, bind.dialect.server_version_info >= (9,)]
op.execute('CREATE TABLE seen (value text)')
bind.execute(sa.text('INSERT INTO seen VALUES (:v)'), {'v': str(seen)}))");
    made.upgrade();
    BOOST_TEST(made.ask("SELECT value FROM seen") == "['a', False, False, None, True]");
}

BOOST_AUTO_TEST_CASE(a_script_knows_that_it_is_one) {
    live_project made;
    made.revision("a", "if not op.get_context().as_sql:\n    bind.execute(sa.text('SELECT 1')).scalar()");
    BOOST_TEST(made.open().render_all().at(0).up.value().empty());
    BOOST_TEST((made.open().inspect("a").upgrade.evaluation == evaluation_kind::live));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
