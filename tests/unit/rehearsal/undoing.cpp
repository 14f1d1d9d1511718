#include "rehearsal/left_over.hpp"
#include "support/plans.hpp"

#include <alembicore/rehearsal.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::rehearsal {

namespace {

catalog::snapshot with_tables(std::vector<std::string> const& names) {
    catalog::snapshot made;
    for (auto const& each : names) {
        catalog::table table;
        table.name = {"public", each};
        made.tables.push_back(std::move(table));
    }
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(undoing_a_plan)

BOOST_AUTO_TEST_CASE(goes_back_to_the_rows_it_came_from) {
    auto const up = test::linear_plan({"z"}, {"a", "b"});
    auto const back = undoing(up);
    BOOST_TEST((back.direction == direction::downgrade));
    BOOST_REQUIRE(back.steps.size() == 2U);
    BOOST_TEST(back.steps[0].revision == "b");
    BOOST_TEST((back.steps[0].kind == direction::downgrade));
    auto rows = back.from;
    for (auto const& each : back.steps)
        rows = rows_after(each.version_rows, rows);
    BOOST_TEST(rows == up.from, boost::test_tools::per_element());
    BOOST_TEST(undoing(back).steps[0].revision == "a");
}

BOOST_AUTO_TEST_CASE(of_a_merge_brings_both_rows_back) {
    plan merge;
    merge.from = {"l", "r"};
    merge.heads_after = {"m"};
    merge.steps.push_back({});
    merge.steps[0].version_rows = {{row_change_kind::delete_row, "l", {}}, {row_change_kind::update_row, "r", "m"}};
    auto const back = undoing(merge);
    auto rows = rows_after(back.steps[0].version_rows, {"m"});
    std::ranges::sort(rows);
    BOOST_TEST(rows == merge.from, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(tells_of_each_step_only_what_it_leaves) {
    auto const up = test::linear_plan({}, {"a", "b", "c"});
    std::vector const there{with_tables({}), with_tables({"a"}), with_tables({"a", "b"}), with_tables({"a", "b", "c"})};
    std::vector const back{
        with_tables({"a", "b", "c"}), with_tables({"a", "b", "c"}), with_tables({"a", "c"}), with_tables({"a", "c"})};
    auto const told = left_over_by_step(up, there, back);
    BOOST_REQUIRE(told.size() == 2U);
    BOOST_TEST(told[0].revision == "c");
    BOOST_TEST(told[0].left_over.at(0).part == "table public.c");
    BOOST_TEST(told[1].revision == "a");
    BOOST_TEST(told[1].left_over.size() == 1U);
}

BOOST_AUTO_TEST_CASE(as_far_as_it_came) {
    auto const up = test::linear_plan({}, {"a", "b"});
    std::vector const there{with_tables({}), with_tables({"a"}), with_tables({"a", "b"})};
    BOOST_TEST(left_over_by_step(up, there, {with_tables({"a", "b"})}).empty());
    BOOST_TEST(left_over_by_step(up, there, {with_tables({"a", "b"}), with_tables({"a"})}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::rehearsal
