#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

constexpr auto* diamond = "a -> b; b -> c1[left] -> d1; b -> c2[right] -> d2";

struct planned {
    char const* notation;
    char const* target;
    char const* rows;
    char const* steps;
};

} // namespace

BOOST_AUTO_TEST_SUITE(upgrade)

BOOST_AUTO_TEST_CASE(what_the_target_needs_and_the_rows_lack_is_applied) {
    planned const cases[]{
        {"a -> b -> c", "head", "", "a b c => c"},
        {"a -> b -> c", "c", "b", "c => c"},
        {"a -> b -> c", "a", "c", "=> c"},
        {"a -> b -> c", "+1", "a", "b => b"},
        {"a -> b -> c", "+2", "", "a b => b"},
        {"a -> b -> c", "a+2", "a", "b c => c"},
        {"a -> b -> c", "c-1", "a", "b => b"},
        {"a -> b -> c", "base", "", "=>"},
        {diamond, "heads", "", "a b c2 d2 c1 d1 => d1 d2"},
        {diamond, "left@head", "", "a b c1 d1 => d1"},
        {diamond, "right@head", "d1", "c2 d2 => d1 d2"},
        {diamond, "left@+1", "d2", "c1 => c1 d2"},
        {diamond, "left@+1", "b", "c1 => c1"},
        {diamond, "b+1", "c1", "!"},
        {"a -> b -> m; a -> c -> m", "head", "b", "c m => m"},
        {"a -> b; x -> y; b ~> y", "y", "", "a b x y => y"},
        {"a -> b -> c; x -> y; b ~> y", "heads", "y", "c => c y"},
        {"a -> b -> c; x -> y; b ~> y", "y", "c x", "y => c y"},
    };
    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation << " : " << each.rows << " to " << each.target) {
            auto const made = graph_from(each.notation);
            auto const make = [&] { return plan_upgrade(made, each.target, words(each.rows)); };
            if (std::string_view{each.steps} == "!")
                require_error(errc::bad_target, make);
            else
                BOOST_TEST(text_of(make()) == each.steps);
        }
}

BOOST_AUTO_TEST_CASE(targets_that_make_no_sense_are_refused_in_alembics_words) {
    struct {
        char const* target;
        char const* rows;
        errc code;
        char const* message;
    } const cases[]{
        {"-1", "a", errc::bad_target, "Relative revision -1 didn't produce 1 migrations"},
        {"+9", "d1", errc::bad_target, "Relative revision +9 didn't produce 9 migrations"},
        {"+1", "b", errc::bad_target, "Ambiguous walk"},
        {"+1", "d1 d2", errc::bad_target, "Ambiguous upgrade from multiple current revisions"},
        {"a:b", "", errc::bad_range, "Range revision not allowed"},
        {"head",
         "",
         errc::multiple_heads,
         "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, "
         "'<branchname>@head' to narrow to a specific head, or 'heads' for all heads"},
        {"d1", "a d2", errc::bad_target, "Requested revision d2 overlaps with other requested revisions a"},
        {"d1", "gone", errc::unknown_database_revision, "Can't locate revision identified by 'gone'"},
        {"a-1", "", errc::bad_target, "'a-1' leads below the first revision, which is nothing to upgrade to"},
    };

    auto const made = graph_from(diamond);
    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.target) {
            auto const info =
                require_error(each.code, [&] { return plan_upgrade(made, each.target, words(each.rows)); });
            BOOST_TEST(info.message == each.message);
        }
}

BOOST_AUTO_TEST_CASE(rows_of_which_one_is_above_the_other_are_explained) {
    auto const made = graph_from(diamond);
    auto const info = require_error(errc::bad_target, [&] { return plan_upgrade(made, "d1", {"a", "d2"}); });
    BOOST_TEST(info.reason == "the version table has both, and a is an ancestor of d2");
    BOOST_TEST(info.remedy.ends_with("alembicore stamp --purge d2"));
}

BOOST_AUTO_TEST_CASE(a_step_says_where_it_starts_and_ends_without_dependencies) {
    auto const decided = plan_upgrade(graph_from("a -> b -> m; a -> c -> m; x; x ~> m"), "m", {"b", "c", "x"});
    BOOST_REQUIRE_EQUAL(decided.steps.size(), 1U);
    step const& merge = decided.steps.front();
    BOOST_TEST(text_of(merge.from) == "b c");
    BOOST_TEST(text_of(merge.to) == "m");
    BOOST_TEST(merge.path == "m.py");
    BOOST_TEST(merge.doc == "the m");
    auto const first = plan_upgrade(graph_from("a"), "a", {});
    BOOST_TEST(first.steps.front().from.empty());
}

BOOST_AUTO_TEST_CASE(a_merge_removes_all_rows_but_the_last_which_becomes_the_merge) {
    auto const decided = plan_upgrade(graph_from("a -> b -> m; a -> c -> m"), "m", {"b", "c"});
    auto const& changes = decided.steps.front().version_rows;
    BOOST_REQUIRE_EQUAL(changes.size(), 2U);
    BOOST_TEST((changes[0].kind == row_change_kind::delete_row));
    BOOST_TEST(changes[0].from == "b");
    BOOST_TEST((changes[1].kind == row_change_kind::update_row));
    BOOST_TEST(changes[1].from == "c");
    BOOST_TEST(changes[1].to == "m");
}

BOOST_AUTO_TEST_CASE(a_merge_of_what_another_merged_revision_implies_leaves_one_row) {
    auto const made = graph_from("a -> b -> m; c -> m; a ~> m");
    BOOST_TEST(text_of(plan_upgrade(made, "m", {"b", "c"})) == "m => m");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
