// Revisions that can be taken for one.
#pragma once

#include <alembicore/revision_graph.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::history {

/// One behind the other, with nothing that begins, ends or depends on anything in between.
struct chain {
    std::vector<std::string> revisions{}; ///< oldest first
    std::optional<std::string> before{};  ///< the parent of the first
    std::vector<std::string> labels{};    ///< declared by any of them, sorted
};

/// `from:to`, both included; `base:to` begins with the first of all.
/// Errors: bad_range; bad_target where they are no chain; those of `revision_graph::resolve_one`.
[[nodiscard]] chain find_chain(revision_graph const& graph, std::string_view range);

} // namespace alembicore::history
