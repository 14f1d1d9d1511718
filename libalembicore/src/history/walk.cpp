// Relative identifiers: so many revisions up or down.
#include "history/errors.hpp"
#include "history/resolve.hpp"

#include <cstdlib>

namespace alembicore::history {

namespace {

landing to_landing(std::optional<node> at) {
    return at ? landing{.where = landing::place::revision, .at = *at} : landing{};
}

/// An end that can be stayed at.
landing end_of_walk(landing const& last, at_the_end behaviour) {
    return behaviour == at_the_end::fail ? landing{} : last;
}

/// The command that undoes a merge; empty where none leaves all of its parents as they are.
std::string way_below_merge(graph const& made, node merge) {
    auto const& parents = made.parents[merge];
    auto const found = std::ranges::find_if(parents, [&](node parent) { return made.children[parent].size() == 1; });
    if (found == parents.end())
        return {};
    return "alembicore downgrade " + made.id(*found) + " undoes the merge " + made.id(merge) +
           " and what is above it, and nothing else";
}

} // namespace

std::vector<node> resolver::ways_up(std::optional<node> from, std::string_view label) const {
    std::vector<node> children;
    if (!from)
        children = graph_->bases();
    else
        children.assign(graph_->children[*from].begin(), graph_->children[*from].end());
    return label.empty() ? children : in_lineage(children, label, kinship::by_parents);
}

std::vector<landing> resolver::ways_down(landing const& from) const {
    std::vector<node> below;
    if (from.where == landing::place::base)
        return {};
    if (from.where == landing::place::beyond) {
        below = graph_->heads();
    } else {
        require_sound(*graph_, from.at);
        below.assign(graph_->parents[from.at].begin(), graph_->parents[from.at].end());
    }
    if (below.empty())
        return {landing{.where = landing::place::base}};
    std::vector<landing> ways;
    for (node const at : below)
        ways.push_back(to_landing(at));
    return ways;
}

landing resolver::walk(std::optional<node> start, long steps, std::string_view label, at_the_end behaviour) const {
    return steps > 0 ? walk_up(start, steps, label, behaviour) : walk_down(start, -steps, behaviour);
}

landing resolver::walk_up(std::optional<node> start, long steps, std::string_view label, at_the_end behaviour) const {
    for (std::optional<node> at = start; steps > 0; --steps) {
        std::vector<node> const ways = ways_up(at, label);
        if (ways.empty())
            return end_of_walk(to_landing(at), behaviour);
        if (ways.size() > 1)
            throw ambiguous_walk(
                (at ? graph_->id(*at) + " has" : std::string{"the history begins with"}) + " several " +
                    (at ? "children" : "bases") + ": " + joined(graph_->ids(ways)),
                "alembicore upgrade " + graph_->id(ways.front()) + " follows the first, alembicore upgrade heads all"
            );
        start = at = ways.front();
    }
    return to_landing(start);
}

landing resolver::walk_down(std::optional<node> start, long steps, at_the_end behaviour) const {
    landing at = to_landing(start);
    for (; steps > 0; --steps) {
        std::vector<landing> const ways = ways_down(at);
        if (ways.empty())
            return end_of_walk(at, behaviour);
        if (ways.size() > 1)
            throw ambiguous_walk(
                at.where == landing::place::revision
                    ? graph_->id(at.at) + " has several parents: " + joined(graph_->revisions[at.at].down_revisions)
                    : "there are several heads: " + joined(graph_->ids(graph_->heads())),
                at.where == landing::place::revision ? way_below_merge(*graph_, at.at) : std::string{}
            );
        at = ways.front();
    }
    return at;
}

} // namespace alembicore::history
