#include "history/ancestry.hpp"

#include <algorithm>

namespace alembicore::history {

node_set reachable(links const& along, std::span<node const> starts) {
    node_set seen(along.size());
    std::vector<node> todo(starts.begin(), starts.end());
    while (!todo.empty()) {
        node const at = todo.back();
        todo.pop_back();
        if (seen.test_set(at))
            continue;
        auto const next = along[at];
        todo.insert(todo.end(), next.begin(), next.end());
    }
    return seen;
}

std::vector<node> members(node_set const& set) {
    std::vector<node> found;
    found.reserve(set.count());
    for (auto at = set.find_first(); at != node_set::npos; at = set.find_next(at))
        found.push_back(static_cast<node>(at));
    return found;
}

ranking rank(links const& down) {
    links const up = down.reversed();
    ranking made{.ordered = {}, .levels = std::vector<std::uint32_t>(down.size())};
    std::vector<std::size_t> waiting(down.size());
    for (node at = 0; at < down.size(); ++at) {
        waiting[at] = down[at].size();
        if (waiting[at] == 0)
            made.ordered.push_back(at);
    }
    for (std::size_t done = 0; done < made.ordered.size(); ++done)
        for (node const above : up[made.ordered[done]]) {
            made.levels[above] = std::max(made.levels[above], made.levels[made.ordered[done]] + 1);
            if (--waiting[above] == 0)
                made.ordered.push_back(above);
        }
    return made;
}

ancestor_probe::ancestor_probe(links const& down, std::vector<std::uint32_t> const& levels, node start)
    : down_(&down), levels_(&levels), start_(start), frontier_(higher_first{&levels}) {}

bool ancestor_probe::contains(node candidate) {
    if (candidate == start_)
        return true;
    std::uint32_t const level = (*levels_)[candidate];
    if (level >= (*levels_)[start_])
        return false;
    expand_down_to(level);
    return seen_.test(candidate);
}

void ancestor_probe::expand_down_to(std::uint32_t level) {
    if (seen_.empty()) {
        seen_.resize(down_->size());
        add(start_);
    }
    while (!frontier_.empty() && (*levels_)[frontier_.top()] > level) {
        node const at = frontier_.top();
        frontier_.pop();
        for (node const below : (*down_)[at])
            add(below);
    }
}

void ancestor_probe::add(node found) {
    if (!seen_.test_set(found))
        frontier_.push(found);
}

} // namespace alembicore::history
