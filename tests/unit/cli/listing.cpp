#include "listing.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::cli {

namespace {

revision make(std::string id, std::vector<std::string> parents, std::string doc = {}) {
    revision made;
    made.id = std::move(id);
    made.down_revisions = std::move(parents);
    made.doc = std::move(doc);
    made.path = "/p/" + made.id + ".py";
    return made;
}

/// a branches into b and c, which m merges; d depends on b and stands alone, labelled `side`.
revision_graph diamond() {
    auto labelled = make("d", {}, "apart");
    labelled.depends_on = {"b"};
    labelled.branch_labels = {"side"};
    return revision_graph{{
        make("a", {}, "first\n\nRevision ID: a"),
        make("b", {"a"}, "left"),
        make("c", {"a"}, "right\nin two lines"),
        make("m", {"b", "c"}, "both"),
        labelled,
    }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(listing)

BOOST_AUTO_TEST_CASE(history_lines_are_those_of_alembic) {
    struct {
        char const* id;
        char const* line;
    } const cases[] = {
        {"a", "<base> -> a (branchpoint), first"},
        {"b", "a -> b, left"},
        {"c", "a -> c, right\nin two lines"},
        {"m", "b, c -> m (head) (mergepoint), both"},
        {"d", "<base> (b) -> d (side) (head), apart"},
    };

    auto const graph = diamond();
    for (auto const& [id, line] : cases)
        BOOST_TEST(render_line(graph, *graph.find(id), {.labels = true, .doc = true, .parents = true}) == line);
}

BOOST_AUTO_TEST_CASE(the_current_mark_stands_between_head_and_tree_marks) {
    auto const graph = diamond();
    BOOST_TEST(render_line(graph, *graph.find("m"), {}, {"m"}) == "m (head) (current) (mergepoint)");
}

BOOST_AUTO_TEST_CASE(lines_of_heads_have_neither_tree_marks_nor_parents) {
    auto const graph = diamond();
    BOOST_TEST(render_line(graph, *graph.find("m"), {.labels = true, .tree_marks = false}) == "m (head)");
    BOOST_TEST(render_line(graph, *graph.find("d"), {.labels = true, .tree_marks = false}) == "d (side) (head)");
}

BOOST_AUTO_TEST_CASE(entries_are_those_of_alembic) {
    auto const graph = diamond();
    BOOST_TEST(
        render_entry(graph, *graph.find("a")) == "Rev: a (branchpoint)\nParent: <base>\nBranches into: b, c\n"
                                                 "Path: /p/a.py\n\n    first\n    \n    Revision ID: a\n"
    );
    BOOST_TEST(
        render_entry(graph, *graph.find("m"), {"m"}) ==
        "Rev: m (head) (mergepoint) (current)\nMerges: b, c\nPath: /p/m.py\n\n    both\n"
    );
    BOOST_TEST(
        render_entry(graph, *graph.find("d")) == "Rev: d (head)\nParent: <base>\nAlso depends on: b\n"
                                                 "Branch names: side\nPath: /p/d.py\n\n    apart\n"
    );
}

BOOST_AUTO_TEST_CASE(a_missing_parent_is_said_to_be_missing) {
    revision_graph const graph{{make("b", {"gone"}, "second")}};
    auto const& ghost = *graph.find("gone");
    BOOST_TEST(
        render_line(graph, ghost, {.doc = true, .parents = true}) == "<unknown> -> gone (ghost), no file declares it"
    );
    BOOST_TEST(render_entry(graph, ghost).starts_with("Rev: gone (ghost)\nParent: <unknown>\nPath: <missing>\n"));
}

BOOST_AUTO_TEST_CASE(a_branch_point_shows_its_children_aligned_below) {
    auto const graph = diamond();
    BOOST_TEST(render_branch(graph, *graph.find("a"), false) == "a (branchpoint)\n  -> b\n  -> c\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
