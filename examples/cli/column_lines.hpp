// Columns of a table as people read them, one below the other.
#pragma once

#include "terminal.hpp"

#include <string>
#include <vector>

namespace alembicore::cli {

struct column_line {
    std::string name;
    std::string type;
    std::string details; ///< may be empty
};

/// Adds one more detail, set apart from those before.
void add_detail(std::string& to, std::string const& more);

/// Names and types as wide as the widest, each line indented.
[[nodiscard]] std::string render_columns(std::vector<column_line> const& lines, terminal const& look);

} // namespace alembicore::cli
