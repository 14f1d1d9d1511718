#include "schemas.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <thread>

namespace alembicore::catalog {

namespace {

table const& table_named(snapshot const& in, std::string const& name) {
    auto const found = std::ranges::find(in.tables, name, [](table const& each) { return each.name.object; });
    BOOST_REQUIRE_MESSAGE(found != in.tables.end(), name);
    return *found;
}

template <typename Part>
Part const& part_named(std::vector<Part> const& parts, std::string const& name) {
    auto const found = std::ranges::find(parts, name, &Part::name);
    BOOST_REQUIRE_MESSAGE(found != parts.end(), name);
    return *found;
}

snapshot const& whole() {
    static snapshot const once = [] {
        test::described_database made{std::string{test::every_kind}};
        return made.read();
    }();
    return once;
}

} // namespace

BOOST_AUTO_TEST_SUITE(reading_a_catalogue)

BOOST_AUTO_TEST_CASE(columns_are_as_postgresql_spells_them) {
    auto const& people = table_named(whole(), "people");
    BOOST_TEST(people.comment.value() == "people; not \"users\"");
    auto const& id = part_named(people.columns, "id");
    BOOST_TEST(id.type == "integer");
    BOOST_TEST(!id.nullable);
    BOOST_TEST(id.default_value.value() == "nextval('shop.people_id_seq'::regclass)");
    auto const& name = part_named(people.columns, "Full Name");
    BOOST_TEST(name.type == "character varying(80)");
    BOOST_TEST(name.collation == "pg_catalog.\"C\"");
    auto const& email = part_named(people.columns, "email");
    BOOST_TEST(email.storage == "external");
    BOOST_TEST(email.comment.value() == "as typed");
    BOOST_TEST(part_named(people.columns, "born").statistics.value() == 500);
    BOOST_TEST(part_named(people.columns, "tags").type == "text[]");
    BOOST_TEST(part_named(people.columns, "mood").type == "shop.mood");
    auto const& shouted = part_named(people.columns, "shouted");
    BOOST_TEST(shouted.generated.value() == "upper(email)");
    BOOST_TEST(!shouted.default_value.has_value());
    BOOST_TEST(part_named(table_named(whole(), "orders").columns, "id").identity == "always");
    BOOST_TEST(part_named(table_named(whole(), "special_people").columns, "email").inherited);
    BOOST_TEST(!part_named(table_named(whole(), "special_people").columns, "badge").inherited);
}

BOOST_AUTO_TEST_CASE(constraints_say_all_their_flags) {
    auto const& orders = table_named(whole(), "orders");
    BOOST_TEST((orders.constraints.front().kind == constraint_kind::primary_key));
    auto const& key = part_named(orders.constraints, "orders_person_fk");
    BOOST_TEST((key.kind == constraint_kind::foreign_key));
    BOOST_TEST(key.columns == std::vector<std::string>{"person"}, boost::test_tools::per_element());
    BOOST_TEST(!key.validated);
    auto const& reference = key.reference.value();
    BOOST_TEST((reference.table == name{"shop", "people"}));
    BOOST_TEST(reference.columns == std::vector<std::string>{"id"}, boost::test_tools::per_element());
    BOOST_TEST(reference.on_update == "CASCADE");
    BOOST_TEST(reference.on_delete == "SET NULL");
    BOOST_TEST(reference.match == "FULL");
    auto const& unique = part_named(table_named(whole(), "people").constraints, "people_email_key");
    BOOST_TEST(unique.deferrable);
    BOOST_TEST(unique.initially_deferred);
    BOOST_TEST(unique.comment.value() == "one each");
    BOOST_TEST((part_named(orders.constraints, "no_overlap").kind == constraint_kind::exclusion));
}

BOOST_AUTO_TEST_CASE(indexes_are_taken_apart) {
    auto const& people = table_named(whole(), "people");
    auto const& lower = part_named(people.indexes, "people_lower");
    BOOST_REQUIRE(lower.elements.size() == 1U);
    BOOST_TEST(lower.elements[0].value == "lower(email)");
    BOOST_TEST(lower.elements[0].operator_class == "pg_catalog.text_pattern_ops");
    BOOST_TEST(lower.elements[0].descending);
    BOOST_TEST(!lower.elements[0].nulls_first);
    BOOST_TEST(lower.include == std::vector<std::string>{"born"}, boost::test_tools::per_element());
    BOOST_TEST(lower.predicate.value() == "(born IS NOT NULL)");
    BOOST_TEST(lower.size > 0);
    BOOST_TEST(part_named(people.indexes, "people_tags").method == "gin");
    BOOST_TEST(part_named(people.indexes, "people_pkey").constraint == "people_pkey");
    auto const& part = part_named(table_named(whole(), "events_2024").indexes, "events_2024_what_idx");
    BOOST_TEST((part.parent.value() == name{"public", "events_what"}));
}

BOOST_AUTO_TEST_CASE(everything_else_is_there) {
    auto const& all = whole();
    BOOST_TEST(!all.server_version.empty());
    BOOST_TEST(all.encoding == "UTF8");
    BOOST_TEST(all.schemas.size() == 2U);
    BOOST_REQUIRE(all.extensions.size() == 1U);
    BOOST_TEST(all.extensions[0].name == "btree_gist");
    BOOST_REQUIRE(all.enumerations.size() == 1U);
    BOOST_TEST(all.enumerations[0].labels[1] == "it's fine");
    BOOST_REQUIRE(all.domains.size() == 1U);
    BOOST_TEST(all.domains[0].type == "numeric(10,2)");
    BOOST_TEST(all.domains[0].checks.at(0).name == "positive");
    BOOST_REQUIRE(all.composites.size() == 1U);
    BOOST_TEST(all.composites[0].attributes.at(2).name == "Z");
    BOOST_TEST(all.sequences.size() == 3U);
    BOOST_REQUIRE(all.views.size() == 3U);
    BOOST_TEST(all.views[0].name.object == "a_view_of_a_view");
    BOOST_TEST((all.views[0].reads == std::vector<name>{{"shop", "adults"}}));
    BOOST_TEST(all.views[2].materialized);
    BOOST_TEST(!all.views[2].populated);
    BOOST_TEST(all.routines.size() == 4U); // those of the extension are its own
    auto const& orders = table_named(all, "orders");
    BOOST_TEST(orders.row_security_forced);
    BOOST_TEST(orders.policies.at(0).name == "own");
    BOOST_TEST(orders.triggers.at(0).enabled == "disabled");
    BOOST_TEST(orders.statistics.total_size > 0);
    auto const& part = table_named(all, "events_2024");
    BOOST_TEST(part.partition_bound == "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')");
    BOOST_TEST((part.parents == std::vector<name>{{"public", "events"}}));
    BOOST_TEST(table_named(all, "events").partition_key == "RANGE (at)");
}

BOOST_AUTO_TEST_CASE(filters_choose_schemas_and_names) {
    test::described_database made{
        "CREATE SCHEMA \"A \\\"\"b\"; CREATE TABLE \"A \\\"\"b\".t (x int); CREATE TABLE users (x int);"
        "CREATE TABLE user_roles (x int); CREATE TABLE posts (x int)"};
    auto const named = made.read({.schemas = {}, .names = {"user%"}});
    BOOST_TEST(named.tables.size() == 2U);
    auto const in_schema = made.read({.schemas = {"A \\\"b"}, .names = {}});
    BOOST_REQUIRE(in_schema.tables.size() == 1U);
    BOOST_TEST(in_schema.tables[0].name.object == "t");
    BOOST_TEST(made.read({.schemas = {"nothing"}, .names = {}}).tables.empty());
}

BOOST_AUTO_TEST_CASE(waiting_for_a_locked_table_can_be_stopped) {
    test::described_database made{"CREATE TABLE t (x int PRIMARY KEY)"};
    auto other = database::connect(made.connection().connection().url());
    other.connection().execute("BEGIN");
    other.connection().execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
    std::stop_source stop;
    std::jthread const stopper{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        stop.request_stop();
    }};
    test::require_error(errc::cancelled, [&] { return read(made.connection(), {}, stop.get_token()); });
    other.connection().execute("ROLLBACK");
    BOOST_TEST(made.read().tables.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_connection_is_left_as_it_was) {
    test::described_database made{"SET search_path = public"};
    static_cast<void>(made.read());
    BOOST_TEST(!made.connection().connection().in_transaction());
    BOOST_TEST(made.connection().connection().execute("SHOW search_path").first_column().front() == "public");
    made.run("BEGIN");
    test::require_error(errc::bad_usage, [&] { return made.read(); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::catalog
