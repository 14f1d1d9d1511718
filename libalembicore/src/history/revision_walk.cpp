// The public face of walks and relations: ids in, ids out.
#include "history/order.hpp"
#include "history/resolve.hpp"
#include "history/selection.hpp"

#include <alembicore/revision_walk.hpp>

namespace alembicore {

using namespace history;

namespace {

std::vector<node> nodes_of(history::graph const& in, std::vector<std::string> const& ids) {
    std::vector<node> nodes;
    for (auto const& id : ids)
        nodes.push_back(in.at(id));
    return nodes;
}

} // namespace

std::vector<std::string> walk(revision_graph const& along, walk_request const& wanted) {
    auto const& made = along.internals();
    return made.ids(descending_order(made, select_walk(made, wanted)));
}

std::vector<std::string> in_walking_order(
    revision_graph const& of, std::vector<std::string> const& chosen, std::vector<std::string> const& heads
) {
    auto const& made = of.internals();
    selection selected{.chosen = node_set(made.size()), .heads = nodes_of(made, heads)};
    for (node const each : nodes_of(made, chosen))
        selected.chosen.set(each);
    return made.ids(descending_order(made, selected));
}

std::vector<std::optional<std::string>> resolve_each(revision_graph const& in, std::string_view identifier) {
    auto const& made = in.internals();
    std::vector<std::optional<std::string>> meant;
    for (auto const& each : resolver{made}.several(identifier)) {
        if (each.where == landing::place::revision)
            meant.emplace_back(made.id(each.at));
        else if (each.where == landing::place::base)
            meant.emplace_back("base");
        else
            meant.emplace_back(std::nullopt);
    }
    return meant;
}

std::vector<std::string> in_lineage(
    revision_graph const& of, std::vector<std::string> const& candidates, std::string_view relative, lineage by
) {
    auto const& made = of.internals();
    resolver const names{made};
    auto const links = by == lineage::by_parents ? kinship::by_parents : kinship::by_all_links;
    return made.ids(names.in_lineage(names.identified(candidates), relative, links));
}

std::vector<std::string> needs_itself(revision_graph const& in, std::string_view id) {
    auto const& made = in.internals();
    auto const down = made.down[made.at(id)];
    return made.ids({down.begin(), down.end()});
}

} // namespace alembicore
