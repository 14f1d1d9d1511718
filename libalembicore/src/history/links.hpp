// Links between revisions, packed: for each revision the ones it points to, in the order in which they were added.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace alembicore::history {

/// A revision's position in `revision_graph::revisions()`.
using node = std::uint32_t;

/// A link from the first to the second revision.
using link = std::pair<node, node>;

class links {
public:
    links() = default;
    links(std::size_t nodes, std::vector<link> const& pairs);

    [[nodiscard]] std::span<node const> operator[](node from) const {
        return {targets_.data() + starts_[from], starts_[from + 1] - starts_[from]};
    }

    /// The number of revisions, linked or not.
    [[nodiscard]] std::size_t size() const noexcept { return starts_.size() - 1; }

    /// The same links the other way round; each list in ascending order of revisions.
    [[nodiscard]] links reversed() const;

    /// All links, in ascending order of their origin.
    [[nodiscard]] std::vector<link> pairs() const;

private:
    std::vector<std::size_t> starts_{0};
    std::vector<node> targets_;
};

} // namespace alembicore::history
