// How a server would run a statement, as lines.
#pragma once

#include "terminal.hpp"

#include <alembicore/query.hpp>

#include <string>

namespace alembicore::cli {

/// A line per node, its details below it. Ends in a line break.
[[nodiscard]] std::string render_plan(data::explanation const& plan, terminal const& look);

} // namespace alembicore::cli
