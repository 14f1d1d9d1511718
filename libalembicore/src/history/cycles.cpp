// Revisions that are their own ancestors.
#include "history/build.hpp"
#include "history/errors.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include <algorithm>

namespace alembicore::history {

namespace {

/// For each revision the number of the group in which everybody is everybody's ancestor.
std::vector<int> strong_groups(std::size_t nodes, std::vector<link> const& all) {
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> graph(all.begin(), all.end(), nodes);
    std::vector<int> groups(nodes);
    boost::strong_components(graph, boost::make_iterator_property_map(groups.begin(), get(boost::vertex_index, graph)));
    return groups;
}

std::vector<std::vector<node>> members_of(std::vector<int> const& groups) {
    std::vector<std::vector<node>> found(groups.size());
    for (node at = 0; at < groups.size(); ++at)
        found[static_cast<std::size_t>(groups[at])].push_back(at);
    return found;
}

/// Revisions with a link that stays within their group.
node_set linked_within(std::vector<link> const& pairs, std::vector<int> const& groups) {
    node_set found(groups.size());
    for (auto const& [from, to] : pairs)
        if (groups[from] == groups[to])
            found.set(from);
    return found;
}

void cut_within(std::vector<link>& pairs, std::vector<int> const& groups) {
    std::erase_if(pairs, [&](link const& each) { return groups[each.first] == groups[each.second]; });
}

void mark(graph& made, std::vector<node> const& cycle, cycle_kind kind) {
    diagnostic const finding = cycle_found(made, cycle, kind);
    made.diagnostics.push_back(finding);
    for (node const at : cycle) {
        made.conditions[at] = condition::cyclic;
        made.revisions[at].diagnostics.push_back(finding);
    }
}

} // namespace

void cut_cycles(graph& made, declared_links& declared) {
    std::vector<link> all = declared.parents;
    all.insert(all.end(), declared.dependencies.begin(), declared.dependencies.end());
    if (rank(links{made.size(), all}).ordered.size() == made.size())
        return;
    std::vector<int> const groups = strong_groups(made.size(), all);
    node_set const cyclic = linked_within(all, groups);
    node_set const by_parents = linked_within(declared.parents, groups);
    auto const is_own_parent = [&](node at) { return by_parents.test(at); };
    for (auto const& group : members_of(groups))
        if (!group.empty() && cyclic.test(group.front()))
            mark(
                made, group, std::ranges::all_of(group, is_own_parent) ? cycle_kind::parents : cycle_kind::dependencies
            );
    cut_within(declared.parents, groups);
    cut_within(declared.dependencies, groups);
}

} // namespace alembicore::history
