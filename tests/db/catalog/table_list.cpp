#include "schemas.hpp"

#include "postgres/connection.hpp"

#include <alembicore/table_list.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

namespace alembicore::catalog {

namespace {

listed_table const& table_named(std::vector<listed_table> const& in, std::string const& name) {
    auto const found = std::ranges::find(in, name, [](listed_table const& each) { return each.name.object; });
    BOOST_REQUIRE_MESSAGE(found != in.end(), name);
    return *found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(listing_tables)

BOOST_AUTO_TEST_CASE(it_has_the_tables_and_views_that_a_reading_has) {
    test::described_database made{std::string{test::every_kind}};
    auto const read = made.read();
    std::set<name> names;
    for (auto const& each : read.tables)
        names.insert(each.name);
    for (auto const& each : read.views)
        names.insert(each.name);
    auto const listed = list_tables(made.connection());
    BOOST_TEST(listed.size() == names.size());
    for (auto const& each : listed)
        BOOST_TEST(names.contains(each.name), each.name.schema << '.' << each.name.object);
    auto const& people = table_named(listed, "people");
    BOOST_CHECK(people.kind == listed_kind::table);
    BOOST_TEST(people.columns == 8);
    BOOST_TEST(people.comment.value() == "people; not \"users\"");
    BOOST_CHECK(table_named(listed, "events").kind == listed_kind::partitioned_table);
    BOOST_CHECK(table_named(listed, "events_2024").kind == listed_kind::partition);
    BOOST_CHECK(table_named(listed, "adults").kind == listed_kind::view);
    BOOST_CHECK(table_named(listed, "totals").kind == listed_kind::materialized_view);
    auto const chosen = list_tables(made.connection(), {.schemas = {"shop"}, .names = {"or%"}});
    BOOST_REQUIRE(chosen.size() == 1U);
    BOOST_TEST(chosen.front().name.object == "orders");
}

BOOST_AUTO_TEST_CASE(sizes_are_what_the_server_has_counted) {
    test::described_database made{
        "CREATE TABLE counted (id int PRIMARY KEY, note text) WITH (autovacuum_enabled = false);"
        "CREATE TABLE gone (a int, b int);"
        "ALTER TABLE gone DROP COLUMN b; CREATE VIEW shown AS SELECT id FROM counted;"
        "INSERT INTO counted SELECT i, (SELECT string_agg(md5((i * 1000 + j)::text), '') FROM generate_series(1, 200) "
        "AS j)"
        " FROM generate_series(1, 1000) AS i"};
    auto const before = list_tables(made.connection());
    BOOST_TEST(!table_named(before, "counted").rows.has_value());
    BOOST_TEST(!table_named(before, "counted").size.has_value());
    BOOST_TEST(table_named(before, "gone").columns == 1);
    made.run("VACUUM ANALYZE counted");
    auto const after = list_tables(made.connection());
    BOOST_TEST(table_named(after, "counted").rows.value() == 1000);
    auto const exact = made.read({.schemas = {}, .names = {"counted"}}).tables.at(0).statistics;
    // The maps of free and visible space are files of their own, which the catalogue does not count.
    BOOST_TEST(table_named(after, "counted").size.value() <= exact.total_size);
    BOOST_TEST(table_named(after, "counted").size.value() > exact.total_size / 2);
    BOOST_TEST(table_named(after, "counted").size.value() > exact.size);
    BOOST_TEST(!table_named(after, "shown").size.has_value());
    BOOST_TEST(!table_named(after, "shown").rows.has_value());
}

BOOST_AUTO_TEST_CASE(it_waits_for_nobody) {
    test::described_database made{std::string{test::every_kind}};
    auto other = database::connect(made.url());
    auto& session = other.connection();
    session.execute("BEGIN");
    for (auto const* const name : {"shop.people", "shop.orders", "public.events", "shop.adults"})
        session.execute(std::string{"LOCK TABLE "} + name + " IN ACCESS EXCLUSIVE MODE");
    session.execute("CREATE INDEX ON shop.people (born); ALTER TABLE shop.totals RENAME TO sums");
    made.run("SET lock_timeout = '1ms'");
    BOOST_TEST(!list_tables(made.connection()).empty());
    session.execute("ROLLBACK");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::catalog
