// Branch labels: the revision that declares one, all its descendants, and the straight line below it have it.
#include "history/build.hpp"

#include <algorithm>
#include <optional>

namespace alembicore::history {

namespace {

/// The end of the line upwards from `from`, unless the line divides before.
std::optional<node> tip_of_line(graph const& made, node from) {
    while (made.children[from].size() == 1)
        from = made.children[from].front();
    return made.children[from].empty() ? std::optional{from} : std::nullopt;
}

/// Whether a label stops here on its way down: another revision needs this one too, or it has several parents.
bool ends_line(graph const& made, node at) {
    return made.all_children[at].size() > 1 || made.is_merge_point(at);
}

/// Revisions below `declaring` that its label reaches: only along a straight line that goes up to the tip.
std::vector<node> line_below(graph const& made, node declaring) {
    std::vector<node> line;
    for (auto at = tip_of_line(made, declaring); at && !ends_line(made, *at);) {
        line.push_back(*at);
        auto const below = made.parents[*at];
        at = below.empty() ? std::nullopt : std::optional{below.front()};
    }
    return line;
}

} // namespace

void propagate_labels(graph& made) {
    made.labels.resize(made.size());
    for (node declaring = 0; declaring < made.size(); ++declaring) {
        for (std::string const& label : made.revisions[declaring].branch_labels) {
            if (made.names.find_label(label) != declaring)
                continue;
            node_set reached = reachable(made.children, std::vector{declaring});
            for (node const below : line_below(made, declaring))
                reached.set(below);
            for (node const at : members(reached))
                made.labels[at].push_back(label);
        }
    }
    for (auto& each : made.labels)
        std::ranges::sort(each);
}

} // namespace alembicore::history
