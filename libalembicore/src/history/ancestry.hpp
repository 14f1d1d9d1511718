// Sets of revisions, and who descends from whom.
#pragma once

#include "history/links.hpp"

#include <boost/dynamic_bitset.hpp>

#include <queue>
#include <span>
#include <vector>

namespace alembicore::history {

using node_set = boost::dynamic_bitset<>;

/// Every revision that can be reached from `starts`, themselves included.
[[nodiscard]] node_set reachable(links const& along, std::span<node const> starts);

/// The members in ascending order.
[[nodiscard]] std::vector<node> members(node_set const& set);

/// For each revision the length of the longest way down to a revision without links. Revisions on a cycle, and those
/// above one, are missing from `ordered`.
struct ranking {
    std::vector<node> ordered;         ///< ancestors before descendants
    std::vector<std::uint32_t> levels; ///< by revision
};

[[nodiscard]] ranking rank(links const& down);

/// The ancestors of one revision, found only as deep as they are asked for: a question about a revision never looks
/// below that revision's level. Questions about neighbours are cheap however long the history is.
class ancestor_probe {
public:
    /// `down` and `levels` must outlive the probe.
    ancestor_probe(links const& down, std::vector<std::uint32_t> const& levels, node start);

    /// Whether `candidate` is the start or an ancestor of it.
    [[nodiscard]] bool contains(node candidate);

private:
    struct higher_first {
        std::vector<std::uint32_t> const* levels;

        bool operator()(node left, node right) const { return (*levels)[left] < (*levels)[right]; }
    };

    void expand_down_to(std::uint32_t level);
    void add(node found);

    links const* down_;
    std::vector<std::uint32_t> const* levels_;
    node start_;
    node_set seen_;
    std::priority_queue<node, std::vector<node>, higher_first> frontier_;
};

} // namespace alembicore::history
