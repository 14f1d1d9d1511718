#include "schemas.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::catalog {

BOOST_AUTO_TEST_SUITE(comparing_schemas)

BOOST_AUTO_TEST_CASE(order_does_not_matter) {
    test::described_database one{"CREATE TABLE a (x int, y text); CREATE TABLE b (z int); CREATE INDEX i ON a (x)"};
    test::described_database other{
        "CREATE TABLE b (z int); CREATE TABLE gone (x int); CREATE TABLE a (y text); DROP TABLE gone;"
        "ALTER TABLE a ADD COLUMN x int; CREATE INDEX i ON a (x)"};
    BOOST_TEST(fingerprint(one.read()) == fingerprint(other.read()));
    BOOST_TEST(difference(one.read(), other.read()).empty());
    BOOST_TEST(fingerprint(one.read()).size() == 64U);
}

BOOST_AUTO_TEST_CASE(rows_and_statistics_do_not_matter) {
    test::described_database made{"CREATE TABLE a (id serial, x int)"};
    auto const before = fingerprint(made.read());
    made.run("INSERT INTO a (x) SELECT generate_series(1, 1000); ANALYZE a");
    BOOST_TEST(fingerprint(made.read()) == before);
}

BOOST_AUTO_TEST_CASE(every_change_changes_the_fingerprint_and_is_told) {
    struct {
        std::string statement;
        std::string part;
        std::string before;
        std::string after;
    } const changes[] = {
        {"ALTER TABLE a ADD COLUMN y text NOT NULL", "column public.a.y", "", "text NOT NULL"},
        {"ALTER TABLE a ALTER COLUMN x TYPE bigint", "column public.a.x", "integer", "bigint"},
        {"ALTER TABLE a ALTER COLUMN x SET DEFAULT 3", "column public.a.x", "integer", "integer DEFAULT 3"},
        {"ALTER TABLE a DROP COLUMN x", "column public.a.x", "integer", ""},
        {"COMMENT ON COLUMN a.x IS 'c'", "comment on column public.a.x", "", "c"},
        {"CREATE INDEX i ON a (x)", "index public.a.i", "", "CREATE INDEX i ON public.a USING btree (x)"},
        {"ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)", "constraint public.a.c", "", "CHECK ((x > 0))"},
        {"CREATE TYPE e AS ENUM ('a')", "type public.e", "", "ENUM ('a')"},
        {"CREATE VIEW v AS SELECT 1 AS one", "view public.v", "", " AS SELECT 1 AS one"},
        {"CREATE TABLE \"B c\" ()", "table public.\"B c\"", "", ""},
        {"ALTER TABLE a ENABLE ROW LEVEL SECURITY", "table public.a", "", " ROW SECURITY"},
    };

    for (auto const& [statement, part, before, after] : changes)
        BOOST_TEST_CONTEXT(statement) {
            test::described_database made{"CREATE TABLE a (x int)"};
            auto const first = made.read();
            made.run(statement);
            auto const second = made.read();
            BOOST_TEST(fingerprint(first) != fingerprint(second));
            auto const told = difference(first, second);
            BOOST_REQUIRE(told.size() == 1U);
            BOOST_TEST(told[0].part == part);
            BOOST_TEST(told[0].before == before);
            BOOST_TEST(told[0].after == after);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::catalog
