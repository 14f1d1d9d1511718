// Data statements where Alembic's own script is no measure: values that only a server can be sent, and parameters that
// are given beside the statement.
#include "support/error_checks.hpp"
#include "support/revision_statements.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sqlalchemy {

namespace {

constexpr auto declared = R"(
import datetime, uuid
from sqlalchemy.dialects import postgresql
t = sa.table("t", sa.column("a", sa.Integer), sa.column("s", sa.String), sa.column("j", postgresql.JSONB),
    sa.column("d", sa.Date), sa.column("b", sa.LargeBinary), sa.column("u", sa.Uuid),
    sa.column("l", postgresql.ARRAY(sa.String)), sa.column("i", sa.Interval), sa.column("n", postgresql.INET))
)";

std::string sent(std::string const& body) {
    std::string all;
    for (auto const& each : test::statements_of(body, declared))
        all += each + '\n';
    return all;
}

std::vector<sql::statement> scripted(std::string const& body, sqlalchemy_generation like) {
    auto const source = "from alembic import op\nimport sqlalchemy as sa\n" + std::string{declared} +
                        "\ndef upgrade():\n    " + body + "\n";
    sql::compiler run{sql::audience::script(like)};
    std::vector<sql::statement> all;
    for (auto const& each : evaluate_revision(source, "a.py", revision_function::upgrade))
        for (auto& statement : run.render(each))
            all.push_back(std::move(statement));
    return all;
}

std::string script(std::string const& body, sqlalchemy_generation like = sqlalchemy_generation::v2_0) {
    return scripted(body, like).front().text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(data_statements)

BOOST_AUTO_TEST_CASE(a_server_is_sent_what_has_no_literal_in_a_script) {
    struct {
        char const* values;
        char const* sent;
    } const rows[] = {
        {"j={'a': [1, None]}", "j='{\"a\": [1, null]}'"},
        {"j=None", "j='null'"},
        {"j=sa.null()", "j=NULL"},
        {"d='2020-01-01'", "d='2020-01-01'"},
        {"b=b'\\xff\\x00'", "b='\\xff00'::bytea"},
        {"n='127.0.0.1'", "n='127.0.0.1'"},
        {"l=[]", "l='{}'::VARCHAR[]"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.values)
    BOOST_TEST(
        sent("op.execute(t.update().values(" + std::string{row.values} + "))") ==
        "UPDATE t SET " + std::string{row.sent} + "\n"
    );
}

BOOST_AUTO_TEST_CASE(a_script_raises_what_sqlalchemy_raises_for_them) {
    for (auto const* values : {"j={'a': 1}", "d='2020-01-01'", "b=b'\\xff'", "n='127.0.0.1'"})
        BOOST_TEST_CONTEXT(values) {
            auto const info = test::require_error(errc::python_exception, [&] {
                return script("op.execute(t.update().values(" + std::string{values} + "))");
            });
            BOOST_TEST(info.message.starts_with("CompileError: "), info.message);
        }
}

BOOST_AUTO_TEST_CASE(typed_values_are_sent_with_their_types) {
    BOOST_TEST(
        sent("op.execute(t.update().values(d=datetime.date(2020, 1, 2)))") == "UPDATE t SET d='2020-01-02'::date\n"
    );
    BOOST_TEST(
        sent("op.execute(t.update().values(i=datetime.timedelta(days=-1, seconds=5)))") ==
        "UPDATE t SET i='-1 days 5.000000 seconds'::interval\n"
    );
    BOOST_TEST(sent("op.execute(t.update().values(l=['a']))") == "UPDATE t SET l=ARRAY['a']::VARCHAR[]\n");
}

BOOST_AUTO_TEST_CASE(literals_follow_the_generation) {
    auto const body = R"(op.execute(t.update().values(s="a\\b")))";
    BOOST_TEST(script(body, sqlalchemy_generation::v1_4) == R"(UPDATE t SET s='a\\b')");
    BOOST_TEST(script(body, sqlalchemy_generation::v2_0) == R"(UPDATE t SET s='a\\b')");
    BOOST_TEST(script(body, sqlalchemy_generation::v2_1) == R"(UPDATE t SET s='a\b')");
    auto const id = "op.execute(t.update().values(u=uuid.UUID('00000000-0000-0000-0000-000000000001')))";
    BOOST_TEST(
        script(id, sqlalchemy_generation::v1_4) == "UPDATE t SET u='00000000-0000-0000-0000-000000000001'::UUID"
    );
    BOOST_TEST(script(id, sqlalchemy_generation::v2_0) == "UPDATE t SET u='00000000-0000-0000-0000-000000000001'");
    test::require_error(errc::python_exception, [] {
        return script("op.execute(t.update().values(d=datetime.date(2020, 1, 2)))", sqlalchemy_generation::v1_4);
    });
    BOOST_TEST(
        script("op.execute(t.delete().where(t.c.j['a'].is_(None)))", sqlalchemy_generation::v1_4) ==
        "DELETE FROM t WHERE (t.j -> 'a') IS NULL"
    );
}

BOOST_AUTO_TEST_CASE(parameters_beside_a_statement_are_written_into_it) {
    struct {
        char const* call;
        char const* sent;
    } const rows[] = {
        {R"(execute(sa.text("select :a, :b"), {"a": 1, "b": "it's"}))", "select 1, 'it''s'\n"},
        {R"(execute(sa.text("select :d"), {"d": datetime.date(2020, 1, 2)}))", "select '2020-01-02'::date\n"},
        {R"(execute(sa.text("select :a"), [{"a": 1}, {"a": 2}]))", "select 1\nselect 2\n"},
        {R"(execute(t.insert(), {"a": 1, "s": "x"}))", "INSERT INTO t (a, s) VALUES (1, 'x')\n"},
        {R"(execute(t.insert(), [{"a": 1}, {"a": 2}]))",
         "INSERT INTO t (a) VALUES (1)\nINSERT INTO t (a) VALUES (2)\n"},
        {R"(execute(t.update().where(t.c.a == sa.bindparam("b_a")).values(s=sa.bindparam("b_s")), {"b_a": 1, "b_s": "x"}))",
         "UPDATE t SET s='x' WHERE t.a = 1\n"},
        {R"(execute(t.update().where(t.c.a == 1), {"s": "x"}))", "UPDATE t SET s='x' WHERE t.a = 1\n"},
        {R"(execute(t.delete().where(t.c.a.in_(sa.bindparam("w", expanding=True))), {"w": [1, 2]}))",
         "DELETE FROM t WHERE t.a IN (1, 2)\n"},
        {R"(execute(sa.text("select :j").bindparams(sa.bindparam("j", type_=sa.JSON)), {"j": {"k": 1}}))",
         "select '{\"k\": 1}'\n"},
        {R"(execute(sa.text("select 1 where 1 in :l"), {"l": (1, 2)}))", "select 1 where 1 in (1, 2)\n"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.call) BOOST_TEST(sent("op.get_bind()." + std::string{row.call}) == row.sent);
}

BOOST_AUTO_TEST_CASE(a_script_says_once_that_alembic_leaves_parameters_out) {
    auto const made = scripted(
        R"(op.get_bind().execute(sa.text("select :a"), [{"a": 1}, {"a": 2}]); op.execute("select 3"))",
        sqlalchemy_generation::v2_0
    );
    BOOST_REQUIRE(made.size() == 3U);
    BOOST_TEST(made[0].remark.starts_with("-- alembicore: "));
    BOOST_TEST(made[1].remark.empty());
    BOOST_TEST(made[2].remark.empty());
}

BOOST_AUTO_TEST_CASE(parameters_that_mean_nothing_are_refused) {
    for (auto const* call :
         {R"(execute(t.insert(), {"nothing": 1}))",
          R"(execute(sa.text("select :a"), {"b": 1}))",
          R"(execute(t.insert()))"})
        BOOST_TEST_CONTEXT(call)
    test::require_error(errc::not_evaluable, [&] { return sent("op.get_bind()." + std::string{call}); });
}

BOOST_AUTO_TEST_CASE(a_schema_without_letters_is_left_out) {
    BOOST_TEST(
        sent("op.execute(sa.table('x', sa.column('a'), schema='').insert().values(a=1))").find('"') == std::string::npos
    );
    BOOST_TEST(
        sent("op.execute(sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer), schema='').delete())") ==
        "DELETE FROM x\n"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
