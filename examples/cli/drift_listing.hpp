// What history, database and models do not share, as text for people.
#pragma once

#include "terminal.hpp"

#include <alembicore/drift.hpp>

#include <string>

namespace alembicore::cli {

/// Table by table, with the odd side of each part. Ends in a line break.
[[nodiscard]] std::string render_drift(drift::report const& found, terminal const& look);

} // namespace alembicore::cli
