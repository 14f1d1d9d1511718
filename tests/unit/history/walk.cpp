// Walks with all of Alembic's options. tests/bindings/python compares them with Alembic's on random histories.
#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <alembicore/revision_walk.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(history_walk)

BOOST_AUTO_TEST_CASE(a_walk_leads_from_its_upper_end_down_to_its_lower_one) {
    auto const made = graph_from("a -> b1[left] -> c1; a -> b2 -> c2; x -> y; c1 ~> y");

    struct {
        char const* upper;
        char const* lower;
        walk_end end;
        walk_lines lines;
        char const* found;
    } const cases[]{
        {"c1", "a", walk_end::excluded, walk_lines::from_lower, "c1 b1"},
        {"c1", "a", walk_end::included, walk_lines::from_lower, "c1 b1 a"},
        {"c1 c2", "a", walk_end::excluded, walk_lines::from_lower, "c1 b1 c2 b2"},
        {"c1 c1", "b1", walk_end::included, walk_lines::from_lower, "c1 b1"},
        {"y", "", walk_end::excluded, walk_lines::from_lower, "y x c1 b1 a"},
        {"y", "x", walk_end::excluded, walk_lines::from_lower, "y"},
        {"y", "x", walk_end::excluded, walk_lines::all, "y c1 b1 a"},
        {"y c2", "b1", walk_end::excluded, walk_lines::all, "c2 b2 y x c1"},
        {"+1", "b1", walk_end::excluded, walk_lines::from_lower, "c1"},
        {"c1 c2", "left@b1", walk_end::included, walk_lines::from_lower, "c1 b1"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.upper << " down to " << each.lower) {
            walk_request const wanted{
                .upper = words(each.upper), .lower = words(each.lower), .end = each.end, .lines = each.lines};
            BOOST_TEST(text_of(walk(made, wanted)) == each.found);
        }
}

BOOST_AUTO_TEST_CASE(a_downgrade_takes_what_hangs_on_its_roots) {
    auto const made = graph_from("a -> b1[left] -> c1; a -> b2 -> c2; x -> y; c1 ~> y");

    struct {
        char const* upper;
        char const* lower;
        walk_end end;
        walk_lines lines;
        char const* found;
    } const cases[]{
        {"y c2", "b1", walk_end::excluded, walk_lines::from_lower, "y c1"},
        {"y c2", "b1", walk_end::included, walk_lines::from_lower, "y c1 b1"},
        {"y c2", "b1", walk_end::excluded, walk_lines::all, "c2 b2 y x c1"},
        {"y c2", "left@-1", walk_end::excluded, walk_lines::from_lower, "y c1"},
        {"c1", "c1", walk_end::excluded, walk_lines::from_lower, ""},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.upper << " down to " << each.lower) {
            walk_request const wanted{
                .upper = words(each.upper),
                .lower = words(each.lower),
                .purpose = walk_purpose::downgrade,
                .end = each.end,
                .lines = each.lines};
            BOOST_TEST(text_of(walk(made, wanted)) == each.found);
        }
}

BOOST_AUTO_TEST_CASE(what_does_not_lie_below_is_refused) {
    auto const made = graph_from("a -> b -> c; a -> d");
    auto const refused = [&](errc code, walk_request const& wanted) {
        static_cast<void>(require_error(code, [&] { return walk(made, wanted); }));
    };
    refused(errc::bad_range, {.upper = {"b"}, .lower = {"c"}});
    refused(errc::bad_range, {.upper = {}, .lower = {"c"}});
    refused(errc::bad_target, {.upper = {"b", "c"}, .lower = {}});
    refused(errc::unknown_revision, {.upper = {"c"}, .lower = {"c-9"}});
    walk_request const undo{.upper = {"d"}, .lower = {"b"}, .purpose = walk_purpose::downgrade};
    refused(errc::bad_range, undo);
}

BOOST_AUTO_TEST_CASE(relations) {
    auto const made = graph_from("a -> b[left] -> c; x -> y; b ~> y; y -> z; b ~> z");
    BOOST_TEST(text_of(in_lineage(made, {"a", "c", "y"}, "left", lineage::by_parents)) == "a c");
    BOOST_TEST(text_of(in_lineage(made, {"a", "c", "y"}, "left", lineage::by_all_links)) == "a c y");
    BOOST_TEST(text_of(in_lineage(made, {"a", "y"}, "base", lineage::by_parents)) == "a y");
    BOOST_TEST(text_of(needs_itself(made, "y")) == "x b");
    BOOST_TEST(text_of(needs_itself(made, "z")) == "y");
    BOOST_TEST(text_of(in_walking_order(made, {"a", "b", "c"}, {"c"})) == "c b a");
    auto const below = resolve_each(made, "-1");
    BOOST_REQUIRE(below.size() == 2U);
    BOOST_TEST(*below.front() == "b");
    BOOST_TEST(!resolve_each(made, "-9").front().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
