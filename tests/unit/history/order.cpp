#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(history_order)

BOOST_AUTO_TEST_CASE(a_line_is_followed_until_another_one_needs_its_next_revision) {
    struct {
        char const* notation;
        char const* newest_first;
    } const cases[]{
        {"a -> b -> c", "c b a"},
        {"c -> b; a -> c", "b c a"},
        {"a -> b -> d; a -> c -> d", "d b c a"},
        {"a -> b1 -> c1; a -> b2 -> c2", "c1 b1 c2 b2 a"},
        {"a -> b1 -> c1 -> m; a -> b2 -> c2 -> m; m -> e", "e m c1 b1 c2 b2 a"},
        {"a -> b; x -> y", "b a y x"},
        {"a -> b -> c; x -> y; b ~> y", "c y x b a"},
        {"", ""},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation) BOOST_TEST(text_of(graph_from(each.notation).history()) == each.newest_first);
}

BOOST_AUTO_TEST_CASE(a_range_holds_what_lies_between_its_ends) {
    struct {
        char const* lower;
        char const* upper;
        char const* rows;
        char const* found;
    } const cases[]{
        {"b", "", "", "e d c b"},
        {"", "c", "", "c b a"},
        {"b", "d", "", "d c b"},
        {"b", "b", "", "b"},
        {"-2", "", "", "e d c"},
        {"b", "+2", "", "d c b"},
        {"b", "+9", "", "e d c b"},
        {"-9", "d", "", "d c b a"},
        {"", "current", "c", "c b a"},
        {"current", "", "c", "e d c"},
        {"current", "", "", "e d c b a"},
        {"", "current", "", "e d c b a"},
    };

    auto const made = graph_from("a -> b -> c -> d -> e");
    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.lower << ':' << each.upper)
    BOOST_TEST(text_of(made.history({each.lower, each.upper}, words(each.rows))) == each.found);
}

BOOST_AUTO_TEST_CASE(ranges_that_are_none_are_refused) {
    struct {
        char const* lower;
        char const* upper;
        errc code;
    } const cases[]{
        {"d", "b", errc::bad_range},
        {"x", "b", errc::bad_range},
        {"nobody", "b", errc::unknown_revision},
        {"b", "nobody", errc::unknown_revision},
        {"current", "current", errc::bad_range},
        {"-9", "", errc::bad_range},
        {"rev-1", "b", errc::unknown_revision},
    };

    auto const made = graph_from("a -> b -> c -> d; x -> y");
    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.lower << ':' << each.upper)
    require_error(each.code, [&] { return made.history({each.lower, each.upper}, {"b"}); });
}

BOOST_AUTO_TEST_CASE(counting_down_from_several_heads_must_stay_below_the_upper_end) {
    auto const made = graph_from("a; x -> y -> z -> w");
    require_error(errc::bad_range, [&] { return made.history({"-2", "current"}, {"a"}); });
}

BOOST_AUTO_TEST_CASE(a_labelled_lower_end_keeps_to_the_heads_of_its_branch) {
    auto const made = graph_from("a -> b[left] -> c; a -> x[right] -> y");
    BOOST_TEST(text_of(made.history({"left@base", "heads"})) == "c b a");
    BOOST_TEST(text_of(made.history({"right@x", "heads"})) == "y x");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
