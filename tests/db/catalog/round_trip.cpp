#include "schemas.hpp"

#include "support/error_checks.hpp"

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

BOOST_AUTO_TEST_CASE(what_a_snapshot_does_not_hold_is_refused) {
    test::described_database made{"CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
                                  "CREATE FOREIGN TABLE far (x int) SERVER s"};
    auto const refused = test::require_error(errc::not_available, [&] { return ddl(made.read()); });
    BOOST_TEST(refused.message.find("public.far") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::catalog
