#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(stamp)

BOOST_AUTO_TEST_CASE(a_step_is_named_as_in_the_log_of_alembic) {
    step one;
    one.kind = direction::stamp;
    one.from = {"a", "b"};
    one.to = {"c"};
    BOOST_TEST(render_move(one) == "stamp_revision a, b -> c");
    one.kind = direction::downgrade;
    one.from = {"a"};
    one.to = {};
    BOOST_TEST(render_move(one) == "downgrade a -> ");
}

BOOST_AUTO_TEST_CASE(rows_that_have_to_do_with_the_destination_become_it) {
    constexpr auto* branches = "a -> b; b -> c1[left] -> d1; b -> c2[right] -> d2";
    constexpr auto* merged = "a -> b; b -> c1[left] -> m; b -> c2[right] -> m; m -> e";

    struct {
        char const* notation;
        char const* targets;
        char const* rows;
        char const* steps;
    } const cases[]{
        {"a -> b -> c", "head", "", "c => c"},
        {"a -> b -> c", "c", "a", "c => c"},
        {"a -> b -> c", "a", "c", "a => a"},
        {"a -> b -> c", "b", "b", "=> b"},
        {"a -> b -> c", "base", "c", "base =>"},
        {"a -> b -> c", "", "c", "base =>"},
        {branches, "heads", "", "d1 d2 => d1 d2"},
        {branches, "heads", "d1 d2", "=> d1 d2"},
        {branches, "b", "d1 d2", "b => b"},
        {branches, "base", "d1 d2", "base base =>"},
        {branches, "left@base", "d1 d2", "base => d2"},
        {branches, "left@head", "a", "d1 => d1"},
        {branches, "right@head", "d1", "d2 => d1 d2"},
        {branches, "d1 d2", "", "d1 d2 => d1 d2"},
        {branches, "d1 d2", "b", "d1 d2 => d1 d2"},
        {merged, "e", "c1 c2", "e => e"},
        {merged, "left@head", "c1 c2", "e => e"},
        {merged, "b", "e", "b => b"},
        {"a -> b; x -> y; b ~> y", "y", "b", "y => y"},
        {"a -> b; x -> y; b ~> y", "b", "y", "b => b"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation << " : " << each.rows << " to " << each.targets)
    BOOST_TEST(text_of(plan_stamp(graph_from(each.notation), words(each.targets), words(each.rows))) == each.steps);
}

BOOST_AUTO_TEST_CASE(collapsing_rows_is_one_step_that_names_them_all) {
    auto const made = graph_from("a -> b; b -> c1; b -> c2");
    auto const decided = plan_stamp(made, {"b"}, {"c1", "c2"});
    BOOST_REQUIRE_EQUAL(decided.steps.size(), 1U);
    step const& only = decided.steps.front();
    BOOST_TEST((only.kind == direction::stamp));
    BOOST_TEST(text_of(only.from) == "c1 c2");
    BOOST_TEST(text_of(only.to) == "b");
    BOOST_TEST(only.doc.empty());
    BOOST_REQUIRE_EQUAL(only.version_rows.size(), 2U);
    BOOST_TEST(only.version_rows[0].from == "c1");
    BOOST_TEST(only.version_rows[1].from == "c2");
    BOOST_TEST(only.version_rows[1].to == "b");
}

BOOST_AUTO_TEST_CASE(destinations_that_get_in_each_others_way_are_refused) {
    auto const made = graph_from("a -> b -> c -> d; x");
    for (auto const* targets : {"a b", "x x"})
        BOOST_TEST_CONTEXT(targets)
    require_error(errc::bad_target, [&] { return plan_stamp(made, words(targets), {"c"}); });
    require_error(errc::bad_range, [&] { return plan_stamp(made, {"a:b"}, {}); });
    require_error(errc::unknown_revision, [&] { return plan_stamp(made, {"nobody"}, {}); });
    require_error(errc::unknown_database_revision, [&] { return plan_stamp(made, {"a"}, {"gone"}); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
