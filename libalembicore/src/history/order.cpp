#include "history/order.hpp"

#include <algorithm>
#include <optional>

namespace alembicore::history {

namespace {

/// One line that is being followed down.
struct line {
    node at = 0;
    std::optional<ancestor_probe> ancestors; ///< of `at`, made when somebody asks
};

class descent {
public:
    descent(graph const& made, selection const& selected) : made_(made), todo_(selected.chosen), pending_(made.size()) {
        std::vector<node> heads = selected.heads;
        std::ranges::sort(heads);
        for (node const head : heads)
            if (todo_.test(head) && !pending_.test_set(head))
                lines_.push_back({.at = head, .ancestors = {}});
    }

    std::vector<node> run() {
        std::vector<node> order;
        order.reserve(todo_.count());
        while (!lines_.empty()) {
            if (auto const above = line_that_needs(lines_[current_].at)) {
                current_ = *above;
                continue;
            }
            order.push_back(lines_[current_].at);
            todo_.reset(lines_[current_].at);
            go_down();
        }
        if (todo_.any())
            throw error{
                errc::bad_range,
                "Revision " + made_.id(static_cast<node>(todo_.find_first())) +
                    " is in the range, but only reached through revisions outside of it",
                "choose a lower end that is an ancestor of the upper end by down_revision"};
        return order;
    }

private:
    /// The first other line that still has `candidate` below it.
    std::optional<std::size_t> line_that_needs(node candidate) {
        for (std::size_t other = 0; other < lines_.size(); ++other)
            if (other != current_ && is_below(candidate, lines_[other]))
                return other;
        return {};
    }

    bool is_below(node candidate, line& above) const {
        if (made_.levels[candidate] >= made_.levels[above.at])
            return false;
        if (!above.ancestors)
            above.ancestors.emplace(made_.down, made_.levels, above.at);
        return above.ancestors->contains(candidate);
    }

    /// Replaces the current line's revision by those below it that no line has reached yet.
    void go_down() {
        node const done = lines_[current_].at;
        bool moved = false;
        for (node const below : made_.down[done]) {
            if (!todo_.test(below) || pending_.test_set(below))
                continue;
            if (moved)
                lines_.push_back({.at = below, .ancestors = {}});
            else
                lines_[current_] = {.at = below, .ancestors = {}};
            moved = true;
        }
        if (moved)
            return;
        lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(current_));
        current_ = current_ == 0 ? 0 : current_ - 1;
    }

    graph const& made_;
    node_set todo_;
    node_set pending_; ///< revisions that are or were a line's; a revision becomes one once
    std::vector<line> lines_;
    std::size_t current_ = 0;
};

} // namespace

std::vector<node> descending_order(graph const& made, selection const& selected) {
    return descent{made, selected}.run();
}

} // namespace alembicore::history
