#include "schemas.hpp"


#include <alembicore/migrator.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace alembicore::catalog {

namespace {

/// What is left over after making the schema anew.
std::string lost_in(snapshot const& original) {
    test::described_database copy;
    for (auto const& statement : ddl(original))
        BOOST_TEST_CONTEXT(statement)
    copy.run(statement);
    std::string text;
    for (auto const& each : difference(original, copy.read()))
        text += each.part + "\n  was " + each.before + "\n  is  " + each.after + '\n';
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(round_trips)

BOOST_AUTO_TEST_CASE(a_schema_with_everything_is_made_again) {
    test::described_database made{std::string{test::every_kind}};
    BOOST_TEST(lost_in(made.read()) == "");
}

BOOST_AUTO_TEST_CASE(what_the_sample_projects_make_is_made_again) {
    for (auto const* name : {"broker", "chatbot", "timetracker"})
        BOOST_TEST_CONTEXT(name) {
            test::described_database made;
            settings_request request;
            request.config_files = {
                std::filesystem::path{ALEMBICORE_SOURCE_DIR} / "examples/projects" / name / "alembic.ini"};
            auto& server = made.connection().connection();
            if (std::stoi(server.reported("server_version")) < 13) // gen_random_uuid() is the extension's there
                server.execute("CREATE EXTENSION pgcrypto");
            migrator{project::open(request), made.connection()}.upgrade("heads");
            BOOST_TEST(made.read().tables.size() > 2U);
            BOOST_TEST(lost_in(made.read()) == "");
        }
}

BOOST_AUTO_TEST_CASE(names_are_quoted_where_they_must_be) {
    test::described_database made{"CREATE SCHEMA \"select\"; CREATE TYPE \"select\".\"E n\" AS ENUM ('it''s', '\\');"
                                  "CREATE TABLE \"select\".\"Table; DROP\" (\"a\"\"b\" \"select\".\"E n\" DEFAULT "
                                  "'it''s', \"ORDER\" serial PRIMARY KEY);"
                                  "COMMENT ON COLUMN \"select\".\"Table; DROP\".\"a\"\"b\" IS 'it''s \\ a'"};
    BOOST_TEST(lost_in(made.read()) == "");
}

BOOST_AUTO_TEST_CASE(lists_of_texts_are_the_same_once_the_server_has_read_them_again) {
    test::described_database made{
        "CREATE DOMAIN kind AS varchar(9) CHECK (VALUE IN ('a', 'b'));"
        "CREATE TABLE t (id int, state varchar(9) CONSTRAINT known CHECK (state IN ('it''s', 'a], ''b''', '')), "
        "on_time "
        "boolean GENERATED ALWAYS AS (state IN ('a', 'b')) STORED);"
        "CREATE INDEX open ON t (id) WHERE state NOT IN ('done', 'failed');"
        "CREATE VIEW v AS SELECT id FROM t WHERE state IN ('a', 'b');"
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (state IN ('a', 'b'))"};
    BOOST_TEST(lost_in(made.read()) == "");
    test::described_database x{"CREATE TABLE t (state varchar(9) CONSTRAINT known CHECK (state IN ('x', 'z')))"};
    test::described_database y{"CREATE TABLE t (state varchar(9) CONSTRAINT known CHECK (state IN ('y', 'z')))"};
    BOOST_TEST(fingerprint(x.read()) != fingerprint(y.read()));
}

BOOST_AUTO_TEST_CASE(aggregates_are_made_again) {
    test::described_database made{
        "CREATE SCHEMA \"o s\"; CREATE FUNCTION \"o s\".add(a bigint, b integer) RETURNS bigint LANGUAGE sql IMMUTABLE "
        "AS "
        "'SELECT a + b'; CREATE FUNCTION shown(a bigint) RETURNS text LANGUAGE sql AS 'SELECT a::text';"
        "CREATE FUNCTION ranked(a internal, VARIADIC b \"any\") RETURNS float8 LANGUAGE internal AS "
        "'hypothetical_percent_rank_final';"
        "CREATE TABLE t (x int); CREATE FUNCTION of_row(a int, r t) RETURNS int LANGUAGE sql AS 'SELECT a';"
        "CREATE AGGREGATE total (integer) (sfunc = int4pl, stype = integer);"
        "CREATE AGGREGATE counted (*) (sfunc = int8inc, stype = bigint, initcond = '0', parallel = safe);"
        "CREATE AGGREGATE \"o s\".\"A g\" (VARIADIC integer[]) (sfunc = array_larger, stype = integer[], combinefunc = "
        "array_larger);"
        "CREATE AGGREGATE told (integer) (sfunc = \"o s\".add, stype = bigint, finalfunc = shown, finalfunc_modify = "
        "shareable, initcond = '0', msfunc = \"o s\".add, minvfunc = \"o s\".add, mstype = bigint, mfinalfunc = shown);"
        "CREATE AGGREGATE largest (integer) (sfunc = int4larger, stype = integer, sortop = >);"
        "CREATE AGGREGATE of_rows (t) (sfunc = of_row, stype = integer);"
        "CREATE AGGREGATE rank_of (VARIADIC \"any\" ORDER BY VARIADIC \"any\") (sfunc = ordered_set_transition_multi, "
        "stype = "
        "internal, finalfunc = ranked, finalfunc_extra, hypothetical);"
        "COMMENT ON AGGREGATE total (integer) IS 'all of it'; CREATE VIEW v AS SELECT total(x), counted(*) FROM t"};
    BOOST_TEST(made.read().routines.size() == 11U);
    BOOST_TEST(lost_in(made.read()) == "");
}

BOOST_AUTO_TEST_CASE(foreign_tables_are_made_again) {
    test::described_database made{
        "CREATE FOREIGN DATA WRAPPER \"W r\" OPTIONS (debug 'it''s'); CREATE EXTENSION file_fdw; CREATE EXTENSION "
        "postgres_fdw;"
        "CREATE SERVER \"far s\" TYPE 'a' VERSION '1' FOREIGN DATA WRAPPER \"W r\" OPTIONS (host 'h', \"P t\" '5');"
        "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; CREATE SERVER unused FOREIGN DATA WRAPPER \"W r\";"
        "CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '/nowhere', dbname 'x');"
        "CREATE FOREIGN TABLE far (x int OPTIONS (column_name 'a''b') NOT NULL, y text OPTIONS (column_name 'q') "
        "COLLATE \"C\" "
        "DEFAULT 'd', CHECK (x > 0)) SERVER other OPTIONS (schema_name 's', table_name 'a=b''c');"
        "CREATE FOREIGN TABLE plain (x int) SERVER \"far s\"; COMMENT ON FOREIGN TABLE plain IS 'c';"
        "CREATE FOREIGN TABLE lines (l text) SERVER files OPTIONS (filename '/dev/null', format 'text');"
        "CREATE TABLE whole (x int) PARTITION BY LIST (x); CREATE FOREIGN TABLE part PARTITION OF whole FOR VALUES IN "
        "(1) SERVER "
        "files OPTIONS (filename '/dev/null')"};
    auto const read = made.read();
    BOOST_TEST(read.servers.size() == 3U);
    BOOST_TEST(lost_in(read) == "");
    auto const first = fingerprint(read);
    made.run("ALTER FOREIGN TABLE far ALTER COLUMN x OPTIONS (SET column_name 'z')");
    BOOST_TEST(fingerprint(made.read()) != first);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::catalog
