#include "history/chain.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <set>

namespace alembicore::history {

namespace {

error no_chain(std::string message, std::string remedy) {
    return error{errc::bad_target, std::move(message), std::move(remedy)};
}

error bad_range(std::string_view range, std::string const& why) {
    return error{
        errc::bad_range, "'" + std::string{range} + "' is no range of revisions: " + why, "give FROM:TO, as base:d4"};
}

void require_plain(revision const& each) {
    if (each.ghost)
        throw no_chain("revision " + each.id + " has no file", "bring its file back");
    if (each.down_revisions.size() > 1)
        throw no_chain(
            "revision " + each.id + " merges " + std::to_string(each.down_revisions.size()) + " branches",
            "squash up to its parents, or from behind it"
        );
    if (!each.depends_on.empty())
        throw no_chain(
            "revision " + each.id + " depends on " + each.depends_on.front(), "squash what lies before it or behind it"
        );
}

/// Newest first, from `to` back to `from`; without `from` to the first of all.
std::vector<std::string>
walk_back(revision_graph const& graph, std::string const& to, std::optional<std::string> const& from) {
    std::vector<std::string> walked;
    for (auto next = to;;) {
        auto const& each = *graph.find(next);
        require_plain(each);
        walked.push_back(next);
        if (next == from || (!from && each.down_revisions.empty()))
            return walked;
        if (each.down_revisions.empty())
            throw error{errc::bad_range, *from + " does not come before " + to, "give the older one first"};
        next = graph.parents(next).front();
    }
}

/// Of all but the last one, which stays in its place.
void require_nobody_else(revision_graph const& graph, std::vector<std::string> const& chain) {
    std::set<std::string> const inner{chain.begin(), chain.end() - 1};
    for (auto const& each : inner)
        if (graph.is_branch_point(each))
            throw no_chain(
                "a branch begins at revision " + each, "squash up to it, or from behind it; 'merge' joins branches"
            );
    for (auto const& each : graph.revisions())
        if (!each.ghost && std::ranges::find(chain, each.id) == chain.end())
            for (auto const& other : graph.dependencies(each.id))
                if (inner.contains(other))
                    throw no_chain(
                        "revision " + each.id + " depends on " + other + ", which would be gone",
                        "squash up to " + other
                    );
}

} // namespace

chain find_chain(revision_graph const& graph, std::string_view range) {
    auto const colon = range.find(':');
    if (colon == std::string_view::npos)
        throw bad_range(range, "it has no colon");
    auto const named = range.substr(0, colon);
    auto const from = named.empty() ? std::nullopt : graph.resolve_one(named);
    auto const to = graph.resolve_one(range.substr(colon + 1));
    if (!to)
        throw bad_range(range, "it ends at base");
    chain made;
    made.revisions = walk_back(graph, *to, from);
    std::ranges::reverse(made.revisions);
    if (made.revisions.size() < 2)
        throw bad_range(range, "it holds one revision");
    require_nobody_else(graph, made.revisions);
    if (auto const parents = graph.parents(made.revisions.front()); !parents.empty())
        made.before = parents.front();
    std::set<std::string> labels;
    for (auto const& each : made.revisions)
        labels.insert(graph.find(each)->branch_labels.begin(), graph.find(each)->branch_labels.end());
    made.labels.assign(labels.begin(), labels.end());
    return made;
}

} // namespace alembicore::history
