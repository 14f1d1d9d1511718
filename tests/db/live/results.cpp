#include "live_project.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

/// `str()` of what an expression over `r`, the result of a query, gives.
std::string of_result(std::string const& query, std::string const& expression) {
    return live_project::seen_by(
        "r = bind.execute(sa.text(\"\"\"" + query + "\"\"\"))\nseen.append(" + expression + ")"
    );
}

/// `repr()` of the first field of a query.
std::string value_of(std::string const& sql) {
    return of_result("SELECT " + sql, "repr(r.scalar())");
}

} // namespace

BOOST_AUTO_TEST_SUITE(live_values)

BOOST_AUTO_TEST_CASE(fields_are_the_values_that_the_driver_gives) {
    struct {
        char const* sql;
        char const* python;
    } const cases[] = {
        {"true", "True"},
        {"false", "False"},
        {"null::text", "None"},
        {"7::smallint", "7"},
        {"-7", "-7"},
        {"9223372036854775807", "9223372036854775807"},
        {"1.5::float8", "1.5"},
        {"'NaN'::float8", "nan"},
        {"1.50::numeric", "Decimal('1.50')"},
        {"'it''s'", "\"it's\""},
        {"'x'::name", "'x'"},
        {"'x'::char(3)", "'x  '"},
        {"date '2024-02-29'", "datetime.date(2024, 2, 29)"},
        {"timestamp '2024-02-29 01:02:03'", "datetime.datetime(2024, 2, 29, 1, 2, 3)"},
        {"timestamp '2024-02-29 01:02:03.0045'", "datetime.datetime(2024, 2, 29, 1, 2, 3, 4500)"},
        {"interval '1 day 2 hours'", "datetime.timedelta(days=1, seconds=7200)"},
        {"interval '-1 mon 00:00:01.5'", "datetime.timedelta(days=-30, seconds=1, microseconds=500000)"},
        {"'12345678-1234-5678-1234-567812345678'::uuid", "UUID('12345678-1234-5678-1234-567812345678')"},
        {"'{\"a\": [1, 2.5, null, true]}'::json", "{'a': [1, 2.5, None, True]}"},
        {"'\"x\"'::jsonb", "'x'"},
        {"ARRAY[1,2,NULL]", "[1, 2, None]"},
        {"ARRAY['a','b,c','\"q\"']", "['a', 'b,c', '\"q\"']"},
        {"ARRAY[[1,2],[3,4]]", "[[1, 2], [3, 4]]"},
        {"'{}'::text[]", "[]"},
        {"'10.0.0.1'::inet", "'10.0.0.1'"},
        {"'[1,5)'::int4range::text", "'[1,5)'"},
        {"count(*)", "1"},
    };

    std::string body;
    std::string expected;
    for (auto const& [sql, python] : cases) {
        body += "seen.append(repr(bind.execute(sa.text(\"\"\"SELECT " + std::string{sql} + "\"\"\")).scalar()))\n";
        expected += (expected.empty() ? "" : ",") + std::string{python};
    }
    BOOST_TEST(live_project::seen_by(body) == expected);
}

BOOST_AUTO_TEST_CASE(aware_timestamps_have_the_offset_of_the_session) {
    BOOST_TEST(
        live_project::seen_by("bind.execute(sa.text(\"SET LOCAL TIME ZONE 'Asia/Kolkata'\"))\n"
                              "seen.append(bind.scalar(sa.text(\"SELECT timestamptz '2024-01-01 00:00:00+00'\")))"
        ) == "2024-01-01 05:30:00+05:30"
    );
}

BOOST_AUTO_TEST_CASE(hstore_is_a_dict_where_it_was_there_when_the_run_began) {
    live_project made;
    made.revision("a", "op.execute('CREATE EXTENSION hstore')");
    made.upgrade();
    made.revision("b", R"(seen = []
seen.append(bind.scalar(sa.text(r'''SELECT hstore(ARRAY['a', 'b"\\c', ''], ARRAY['1', NULL, 'x, "y"=>'])''')))
seen.append(bind.scalar(sa.text("SELECT ''::hstore")))
seen.append(bind.scalar(sa.text("SELECT ARRAY['a=>1'::hstore, NULL, '']")))
op.execute('CREATE TABLE seen (id serial, value text)')
for each in seen:
    bind.execute(sa.text('INSERT INTO seen (value) VALUES (:value)'), {'value': str(each)}))");
    made.upgrade();
    BOOST_TEST(
        made.ask("SELECT value FROM seen ORDER BY id") ==
        R"({'': 'x, "y"=>', 'a': '1', 'b"\\\\c': None},{},[{'a': '1'}, None, {}])"
    );
}

BOOST_AUTO_TEST_CASE(hstore_that_the_run_creates_is_text_to_the_driver) {
    live_project made;
    made.revision("a", "op.execute('CREATE EXTENSION hstore')");
    made.revision("b", R"(from sqlalchemy.dialects.postgresql import HSTORE
op.execute('CREATE TABLE seen (id serial, value text)')
for each in (bind.scalar(sa.text("SELECT 'a=>1'::hstore")),
             bind.scalar(sa.select(sa.literal_column("'a=>1'::hstore", HSTORE)))):
    bind.execute(sa.text('INSERT INTO seen (value) VALUES (:value)'), {'value': repr(each)}))");
    made.upgrade();
    BOOST_TEST(made.ask("SELECT value FROM seen ORDER BY id") == R"('"a"=>"1"',{'a': '1'})");
}

BOOST_AUTO_TEST_CASE(what_has_no_exact_value_is_refused) {
    for (auto const* sql : {"decode('00ff', 'hex')", "timetz '10:00+01'"})
        BOOST_TEST_CONTEXT(sql) require_error(errc::not_evaluable, [&] { return value_of(sql); });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(live_results)

BOOST_AUTO_TEST_CASE(rows_are_fetched_in_every_way) {
    constexpr auto query = "SELECT x, x * 10 AS y FROM generate_series(1, 3) AS x";

    struct {
        char const* expression;
        char const* seen;
    } const cases[] = {
        {"r.fetchall()", "[(1, 10), (2, 20), (3, 30)]"},
        {"r.all()[1:]", "[(2, 20), (3, 30)]"},
        {"[row.y for row in r]", "[10, 20, 30]"},
        {"[x + y for x, y in r]", "[11, 22, 33]"},
        {"[row[0] for row in r]", "[1, 2, 3]"},
        {"[row['y'] for row in r]", "[10, 20, 30]"},
        {"[row._mapping['y'] for row in r]", "[10, 20, 30]"},
        {"[dict(row._mapping) for row in r][0]", "{'x': 1, 'y': 10}"},
        {"[dict(row) for row in r.mappings()][0]", "{'x': 1, 'y': 10}"},
        {"r.mappings().first()['y']", "10"},
        {"r.first()._asdict()", "{'x': 1, 'y': 10}"},
        {"r.first()._fields", "('x', 'y')"},
        {"(r.fetchone(), r.fetchmany(5), r.fetchone())", "((1, 10), [(2, 20), (3, 30)], None)"},
        {"r.fetchmany(2)", "[(1, 10), (2, 20)]"},
        {"r.scalar()", "1"},
        {"r.scalars().all()", "[1, 2, 3]"},
        {"r.scalars('y').all()", "[10, 20, 30]"},
        {"list(r.scalars())", "[1, 2, 3]"},
        {"list(r.keys())", "['x', 'y']"},
        {"(r.rowcount, r.returns_rows)", "(3, True)"},
        {"[len(part) for part in r.partitions(2)]", "[2, 1]"},
        {"r.first() == (1, 10)", "True"},
        {"len(r.first())", "2"},
        {"{row.x: row.y for row in r}", "{1: 10, 2: 20, 3: 30}"},
        {"'{x}'.format(**r.mappings().first())", "1"},
    };

    std::string body;
    std::string expected;
    for (auto const& [expression, seen] : cases) {
        body += "r = bind.execute(sa.text(\"\"\"" + std::string{query} + "\"\"\"))\nseen.append(" + expression + ")\n";
        expected += (expected.empty() ? "" : ",") + std::string{seen};
    }
    BOOST_TEST(live_project::seen_by(body) == expected);
}

BOOST_AUTO_TEST_CASE(one_row_is_required_where_one_is_asked_for) {
    BOOST_TEST(of_result("SELECT 5", "r.scalar_one()") == "5");
    BOOST_TEST(of_result("SELECT 5 WHERE false", "r.scalar_one_or_none()") == "None");
    BOOST_TEST(of_result("SELECT 5 WHERE false", "r.first()") == "None");
    BOOST_TEST(of_result("SELECT 5 WHERE false", "r.scalar()") == "None");
    auto const none =
        require_error(errc::python_exception, [] { return of_result("SELECT 5 WHERE false", "r.one()"); });
    BOOST_TEST(none.message == "NoResultFound: No row was found when one was required");
    auto const many = require_error(errc::python_exception, [] {
        return of_result("SELECT generate_series(1, 2)", "r.scalar_one_or_none()");
    });
    BOOST_TEST(many.message == "MultipleResultsFound: Multiple rows were found when one or none was required");
}

BOOST_AUTO_TEST_CASE(changes_count_their_rows_and_return_them) {
    BOOST_TEST(live_project::seen_by(R"(op.execute('CREATE TABLE t (id serial, x int)')
seen.append(bind.execute(sa.text('INSERT INTO t (x) VALUES (1), (2) RETURNING id')).fetchall())
seen.append(bind.execute(sa.text('UPDATE t SET x = x + :n'), {'n': 1}).rowcount)
seen.append(bind.execute(sa.text('DELETE FROM t WHERE x > 100')).rowcount)
bind.execute(sa.text('INSERT INTO t (x) VALUES (:x)'), [{'x': 7}, {'x': 8}])
seen.append(bind.scalar(sa.text('SELECT sum(x) FROM t'))))") == "[(1,), (2,)],2,0,20");
}

BOOST_AUTO_TEST_CASE(the_key_of_a_new_row_is_known) {
    BOOST_TEST(
        live_project::seen_by(R"(t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True),
                    sa.Column('x', sa.Integer))
r = bind.execute(t.insert().values(x=1))
seen.append((r.inserted_primary_key, r.inserted_primary_key.id, r.inserted_primary_key[0], r.returns_rows, r.rowcount))
seen.append((r.fetchall(), r.first(), r.inserted_primary_key_rows if False else None))
seen.append(bind.execute(t.insert(), {'x': 2}).inserted_primary_key[0])
seen.append(bind.execute(t.insert().values(id=50, x=2)).inserted_primary_key)
seen.append(bind.execute(t.insert(), {'id': 51}).inserted_primary_key)
seen.append(bind.execute(t.insert().values(id=sa.func.nextval('t_id_seq'))).inserted_primary_key)
seen.append(bind.execute(t.insert().inline().values(x=3)).inserted_primary_key)
from sqlalchemy.dialects.postgresql import insert
seen.append(bind.execute(insert(t).values(x=3).on_conflict_do_nothing()).inserted_primary_key)
seen.append(bind.execute(insert(t).values(id=50, x=3).on_conflict_do_nothing()).inserted_primary_key)
pair = op.create_table('pair', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, sa.Identity()),
                       sa.PrimaryKeyConstraint('b', 'a'))
seen.append(bind.execute(pair.insert().values(a=7)).inserted_primary_key))") ==
        "((1,), 1, 1, True, 1),([], None, None),2,(50,),(51,),(3,),(None,),(5,),(50,),(1, 7)"
    );
}

BOOST_AUTO_TEST_CASE(a_key_is_of_one_insert_only) {
    struct {
        char const* statement;
        char const* message;
    } const cases[] = {
        {"t.insert(), [{'x': 1}, {'x': 2}]",
         "InvalidRequestError: This statement was an executemany call; if primary key returning is supported, please "
         "use .inserted_primary_key_rows."},
        {"t.insert().values(x=1).returning(t.c.id)",
         "InvalidRequestError: Can't call inserted_primary_key when returning() is used."},
        {"t.update().values(x=1)", "InvalidRequestError: Statement is not an insert() expression construct."},
        {"sa.text('INSERT INTO t (x) VALUES (1)')",
         "InvalidRequestError: Statement is not an insert() expression construct."},
    };

    for (auto const& [statement, message] : cases)
        BOOST_TEST_CONTEXT(statement) {
            auto const failed = require_error(errc::python_exception, [text = statement] {
                return live_project::seen_by(
                    "t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', "
                    "sa.Integer))\n"
                    "bind.execute(" +
                    std::string{text} + ").inserted_primary_key"
                );
            });
            BOOST_TEST(failed.message == message);
        }
}

BOOST_AUTO_TEST_CASE(columns_of_one_name_are_told_apart_where_they_can_be) {
    BOOST_TEST(live_project::seen_by(R"(bind.execute(sa.text("CREATE TABLE t AS SELECT 1 AS a, 2 AS b, '3'::text AS c"))
t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.Integer), sa.column('c', sa.Text))
seen.append(bind.execute(sa.select(t.c.a.label('x'), t.c.b.label('x'))).fetchall())
seen.append(bind.execute(sa.select(t.c.a, t.c.a)).fetchall())
seen.append(bind.execute(sa.select(sa.text('a, b'), t.c.c)).first())
seen.append(bind.execute(sa.text('SELECT a, b FROM t').columns(b=sa.Integer, a=sa.Integer)).first().b)
bind.execute(sa.select(sa.text('a, b'), t.c.a + 1))
try:
    bind.execute(sa.select(t.c.a.label('x'), t.c.b.label('x'))).first().x
except sa.exc.InvalidRequestError as e:
    seen.append(str(e)[:25]))") == "[(1, 2)],[(1, 1)],(1, 2, '3'),2,Ambiguous column name 'x'");
    require_error(errc::not_evaluable, [] {
        return live_project::seen_by("bind.execute(sa.select(sa.text('1, 2'), sa.literal(1) + 1)).first()");
    });
}

BOOST_AUTO_TEST_CASE(a_statement_without_rows_has_none_to_fetch) {
    auto const failed = require_error(errc::python_exception, [] {
        return live_project::seen_by("bind.execute(sa.text('CREATE TABLE t (x int)')).fetchall()");
    });
    BOOST_TEST(failed.message.starts_with("ResourceClosedError: This result object does not return rows"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
