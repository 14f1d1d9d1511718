// An upper bound for how many unfinished pieces of a text a parser has to remember at once.
#pragma once

#include <cstddef>
#include <string_view>

namespace alembicore::python {

/// Tokens that stay open together: those before each open bracket, and those of the statement or item being read.
/// Counts too many rather than too few.
[[nodiscard]] std::size_t deepest_pending(std::string_view text);

} // namespace alembicore::python
