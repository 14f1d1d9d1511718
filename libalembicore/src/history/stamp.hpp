// What a stamp does to the rows.
#pragma once

#include "history/version_rows.hpp"

#include <string>
#include <vector>

namespace alembicore::history {

/// The moves that bring `rows` to the destinations; no destination means base. Every destination is compared with the
/// rows as they are before the stamp. Errors: those of resolver, bad_target.
[[nodiscard]] std::vector<stamp_move>
plan_moves(graph const& made, std::vector<std::string> const& destinations, std::vector<node> const& rows);

} // namespace alembicore::history
