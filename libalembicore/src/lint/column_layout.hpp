// How the columns of a table lie in its rows.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace alembicore::lint {

/// Bytes of padding in a row without NULLs that the best order of the columns would not have; 0 where the size of a
/// type is not known.
[[nodiscard]] std::size_t wasted_bytes(std::vector<std::string> const& types);

} // namespace alembicore::lint
