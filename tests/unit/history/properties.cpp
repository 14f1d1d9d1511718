// What must hold for every project; seeds are printed and may be set with ALEMBICORE_PROPERTY_SEED.
#include "support/graph_notation.hpp"
#include "support/random_project.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace alembicore::test {

namespace {

constexpr int projects = 300;

std::uint64_t chosen_seed() {
    char const* const text = std::getenv("ALEMBICORE_PROPERTY_SEED");
    std::uint64_t const seed = text == nullptr ? std::random_device{}() : std::stoull(text);
    std::cout << "seed " << seed << '\n';
    return seed;
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return texts;
}

/// Calls `check(graph, random)` for projects in which nothing is wrong.
template <typename Check>
void for_sound_projects(Check const& check) {
    std::uint64_t const seed = chosen_seed();
    std::mt19937_64 random{seed};
    random_project project{random};
    for (int made = 0; made < projects;) {
        revision_graph const graph{project.make_revisions()};
        if (!graph.diagnostics().empty())
            continue;
        ++made;
        BOOST_TEST_CONTEXT("seed " << seed << ", project " << made) check(graph, random);
    }
}

/// Every revision after what it needs, unless that was applied before.
void check_order(revision_graph const& graph, plan const& decided) {
    std::vector<std::string> done = graph.applied(decided.from);
    for (step const& each : decided.steps) {
        for (auto const& needed : {graph.parents(each.revision), graph.dependencies(each.revision)})
            for (std::string const& one : needed)
                BOOST_TEST((std::ranges::find(done, one) != done.end()), one << " before " << each.revision);
        done.push_back(each.revision);
    }
}

void check_rows(plan const& decided) {
    std::vector<std::string> rows = decided.from;
    for (step const& each : decided.steps)
        rows = rows_after(each.version_rows, rows);
    BOOST_TEST(sorted(rows) == sorted(decided.heads_after), boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_SUITE(properties)

BOOST_AUTO_TEST_CASE(upgrading_to_the_heads_and_back_to_base_passes_every_revision_in_order) {
    for_sound_projects([](revision_graph const& graph, std::mt19937_64&) {
        plan const up = plan_upgrade(graph, "heads", {});
        BOOST_TEST(up.steps.size() == graph.revisions().size());
        check_order(graph, up);
        check_rows(up);
        BOOST_TEST(sorted(up.heads_after) == sorted(graph.real_heads()), boost::test_tools::per_element());

        plan const down = plan_downgrade(graph, "base", up.heads_after);
        BOOST_TEST(down.steps.size() == graph.revisions().size());
        check_rows(down);
        BOOST_TEST(down.heads_after.empty());
    });
}

BOOST_AUTO_TEST_CASE(what_is_applied_after_a_plan_is_what_it_applied_and_what_was_there) {
    for_sound_projects([](revision_graph const& graph, std::mt19937_64& random) {
        auto const& all = graph.revisions();
        plan const first = plan_upgrade(graph, all[random() % all.size()].id, {});
        plan const second = plan_upgrade(graph, all[random() % all.size()].id, first.heads_after);
        check_order(graph, second);
        check_rows(second);
        std::vector<std::string> expected = graph.applied(first.heads_after);
        for (step const& each : second.steps)
            expected.push_back(each.revision);
        BOOST_TEST(sorted(graph.applied(second.heads_after)) == sorted(expected), boost::test_tools::per_element());
    });
}

BOOST_AUTO_TEST_CASE(undoing_to_a_revision_leaves_nothing_above_it) {
    for_sound_projects([](revision_graph const& graph, std::mt19937_64& random) {
        auto const& all = graph.revisions();
        std::string const& goal = all[random() % all.size()].id;
        // Nothing is above it, and it is no row: there is nothing to undo.
        if (graph.is_effective_head(goal))
            return;
        plan const down = plan_downgrade(graph, goal, graph.real_heads());
        check_rows(down);
        auto const left = graph.applied(down.heads_after);
        for (std::string const& child : graph.children(goal))
            BOOST_TEST((std::ranges::find(left, child) == left.end()), child);
        BOOST_TEST((std::ranges::find(left, goal) != left.end()), goal);
        BOOST_TEST(left.size() + down.steps.size() == all.size());
    });
}

BOOST_AUTO_TEST_CASE(the_order_of_files_decides_ties_only) {
    for_sound_projects([](revision_graph const& graph, std::mt19937_64& random) {
        std::vector<revision> shuffled = graph.revisions();
        std::ranges::shuffle(shuffled, random);
        revision_graph const other{shuffled};
        plan const one = plan_upgrade(graph, "heads", {});
        plan const another = plan_upgrade(other, "heads", {});
        BOOST_TEST(sorted(one.heads_after) == sorted(another.heads_after), boost::test_tools::per_element());
        check_order(other, another);
        // To a single target the files' order matters nowhere.
        std::string const& goal = shuffled.front().id;
        BOOST_TEST(text_of(plan_upgrade(graph, goal, {})) == text_of(plan_upgrade(other, goal, {})));
    });
}

BOOST_AUTO_TEST_CASE(stamping_makes_the_rows_the_destination) {
    for_sound_projects([](revision_graph const& graph, std::mt19937_64& random) {
        auto const& all = graph.revisions();
        std::string const& goal = all[random() % all.size()].id;
        plan const stamped = plan_stamp(graph, {goal}, {});
        check_rows(stamped);
        BOOST_TEST(text_of(stamped) == goal + " => " + goal);
        BOOST_TEST(plan_stamp(graph, {"base"}, stamped.heads_after).heads_after.empty());
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
