#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

std::vector<revision> line(std::size_t count, std::string const& prefix) {
    std::vector<revision> made(count);
    for (std::size_t at = 0; at < count; ++at) {
        made[at].id = prefix + std::to_string(at);
        if (at > 0)
            made[at].down_revisions = {made[at - 1].id};
    }
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(large_histories)

BOOST_AUTO_TEST_CASE(long_lines_are_walked_without_recursion) {
    constexpr std::size_t count = 20'000;
    auto revisions = line(count, "r");
    revisions.front().branch_labels = {"all"};
    revision_graph const made{revisions};
    BOOST_TEST(text_of(made.heads()) == "r19999");
    auto const history = made.history();
    BOOST_TEST(history.size() == count);
    BOOST_TEST(history.back() == "r0");
    BOOST_TEST(plan_upgrade(made, "head", {}).steps.size() == count);
    BOOST_TEST(plan_downgrade(made, "base", {"r19999"}).heads_after.empty());
    BOOST_TEST(text_of(plan_downgrade(made, "-19999", {"r19999"}).heads_after) == "r0");
    BOOST_TEST(text_of(made.labels("r19999")) == "all");
}

BOOST_AUTO_TEST_CASE(two_long_lines_that_need_each_other_all_the_way_are_planned) {
    constexpr std::size_t count = 5'000;
    auto revisions = line(count, "a");
    auto const other = line(count, "b");
    revisions.insert(revisions.end(), other.begin(), other.end());
    for (std::size_t at = 1; at < count; ++at) {
        revisions[at].depends_on = {"b" + std::to_string(at - 1)};
        revisions[count + at].depends_on = {"a" + std::to_string(at - 1)};
    }
    revision_graph const made{revisions};
    auto const decided = plan_upgrade(made, "heads", {});
    BOOST_TEST(decided.steps.size() == 2 * count);
    BOOST_TEST(plan_downgrade(made, "base", decided.heads_after).heads_after.empty());
}

BOOST_AUTO_TEST_CASE(a_cycle_of_thousands_ends) {
    auto revisions = line(5'000, "r");
    revisions.front().down_revisions = {"r4999"};
    revision_graph const made{revisions};
    BOOST_TEST(made.diagnostics().size() == 1U);
    BOOST_TEST(made.heads().empty());
    BOOST_TEST(made.history().size() == 5'000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
