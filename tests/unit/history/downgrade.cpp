#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

constexpr auto* diamond = "a -> b; b -> c1[left] -> d1; b -> c2[right] -> d2";
constexpr auto* crossing = "a -> b; b -> c1[left] -> d1; b -> c2[right] -> d2; c1 ~> d2";

} // namespace

BOOST_AUTO_TEST_SUITE(downgrade)

BOOST_AUTO_TEST_CASE(what_is_applied_above_the_target_is_undone) {
    struct {
        char const* notation;
        char const* target;
        char const* rows;
        char const* steps;
    } const cases[]{
        {"a -> b -> c", "a", "c", "c b => a"},
        {"a -> b -> c", "base", "c", "c b a =>"},
        {"a -> b -> c", "base", "", "=>"},
        {"a -> b -> c", "-1", "c", "c => b"},
        {"a -> b -> c", "-3", "c", "c b a =>"},
        {"a -> b -> c", "c-2", "c", "c b => a"},
        {"a -> b -> c", "a+1", "c", "c => b"},
        {"a -> b -> c", "c", "c", "=> c"},
        {"a -> b -> c", "head", "c", "=> c"},
        {diamond, "b", "d1 d2", "d1 c1 d2 c2 => b"},
        {diamond, "left@b", "d1 d2", "d1 c1 => d2"},
        {diamond, "left@-1", "d1 d2", "d1 => c1 d2"},
        {diamond, "-1", "d2 d1", "d2 => c2 d1"},
        {diamond, "right@-2", "d1 d2", "d2 c2 => d1"},
        {diamond, "left@base", "d1 d2", "d1 c1 d2 c2 b a =>"},
        {"a -> b -> m; a -> c -> m", "b", "m", "m => b c"},
        {"a -> b -> m; a -> c -> m", "a", "m", "m b c => a"},
        {crossing, "right@b", "d1 d2", "d2 c2 => d1"},
        {crossing, "left@b", "d1 d2", "d1 d2 c1 => c2"},
        {"a -> b; x -> y; b ~> y", "x", "y", "y => b x"},
        {"a -> b[left]; x -> y; b ~> y", "left@base", "y", "y b a => x"},
        {"a -> m; b -> m; a ~> b", "b", "m", "m => b"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation << " : " << each.rows << " to " << each.target)
    BOOST_TEST(text_of(plan_downgrade(graph_from(each.notation), each.target, words(each.rows))) == each.steps);
}

BOOST_AUTO_TEST_CASE(counting_from_one_of_several_rows_is_told) {
    auto const made = graph_from(diamond);
    auto const unclear = plan_downgrade(made, "-1", {"d2", "d1"});
    BOOST_REQUIRE(unclear.warnings.size() == 1U);
    BOOST_TEST(unclear.warnings[0].starts_with("'-1' counts from d2, one of the current revisions d2, d1; "));
    BOOST_TEST(plan_downgrade(made, "left@-1", {"d2", "d1"}).warnings.empty());
    BOOST_TEST(plan_downgrade(made, "-1", {"d2"}).warnings.empty());
}

BOOST_AUTO_TEST_CASE(targets_that_cannot_be_reached_are_refused) {
    struct {
        char const* target;
        char const* rows;
        errc code;
        char const* message;
    } const cases[]{
        {"d1", "c1", errc::bad_target, "Destination d1 is not a valid downgrade target from current head(s)"},
        {"+1", "d1", errc::bad_target, "Relative revision +1 didn't produce 1 migrations"},
        {"-9", "d1", errc::bad_target, "Relative revision -9 didn't produce 9 migrations"},
        {"-1", "", errc::bad_target, "Relative revision -1 didn't produce 1 migrations"},
        {"d1-9", "d1", errc::bad_target, "Walked too far: 'd1-9' leads past the end of the history"},
        {"-1", "m", errc::bad_target, "Ambiguous walk"},
        {"x@b", "d1 d2", errc::bad_target, "Not a valid downgrade target from current heads"},
        {"a:b", "d1", errc::bad_range, "Range revision not allowed"},
        {"head",
         "d1",
         errc::multiple_heads,
         "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, "
         "'<branchname>@head' to narrow to a specific head, or 'heads' for all heads"},
        {"base", "gone", errc::unknown_database_revision, "Can't locate revision identified by 'gone'"},
        {"right@-1",
         "d1",
         errc::bad_target,
         "Destination right@-1 is not a valid downgrade target from current head(s)"},
    };

    auto const made = graph_from("a -> b; b -> c1[left] -> d1; b -> c2[right] -> d2; d2 -> m; x -> m");
    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.target) {
            auto const rows = words(each.rows);
            auto const info = require_error(each.code, [&] { return plan_downgrade(made, each.target, rows); });
            BOOST_TEST(info.message == each.message);
        }
}

BOOST_AUTO_TEST_CASE(counting_at_a_merge_tells_the_command_that_undoes_it) {
    auto const remedy_of = [](char const* notation) {
        return require_error(
                   errc::bad_target, [&] { return plan_downgrade(graph_from(notation), "-1", {"m"}); }
        ).remedy;
    };
    BOOST_TEST(
        remedy_of("a -> b -> m; a -> c -> m") == "name the revision to go to instead of counting; alembicore downgrade "
                                                 "b undoes the merge m and what is above it, "
                                                 "and nothing else"
    );
    // Something else hangs on every parent: it would be undone, too.
    BOOST_TEST(
        remedy_of("a -> b -> m; a -> c -> m; b -> x; c -> y") == "name the revision to go to instead of counting"
    );
}

BOOST_AUTO_TEST_CASE(undoing_a_merge_brings_back_its_parents_as_rows) {
    auto const decided = plan_downgrade(graph_from("a -> b -> m; a -> c -> m"), "b", {"m"});
    step const& only = decided.steps.front();
    BOOST_TEST(text_of(only.from) == "m");
    BOOST_TEST(text_of(only.to) == "b c");
    BOOST_REQUIRE_EQUAL(only.version_rows.size(), 2U);
    BOOST_TEST((only.version_rows[0].kind == row_change_kind::insert_row));
    BOOST_TEST(only.version_rows[0].to == "b");
    BOOST_TEST((only.version_rows[1].kind == row_change_kind::update_row));
    BOOST_TEST(only.version_rows[1].to == "c");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
