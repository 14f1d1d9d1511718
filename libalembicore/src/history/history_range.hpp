// The revisions of a history, or of a part of it.
#pragma once

#include "history/graph.hpp"

#include <string>
#include <vector>

namespace alembicore::history {

/// Newest first. `rows` stand for `current`.
/// Errors: those of resolver, bad_range, bad_target.
[[nodiscard]] std::vector<node>
list_history(graph const& made, revision_range const& range, std::vector<std::string> const& rows);

} // namespace alembicore::history
