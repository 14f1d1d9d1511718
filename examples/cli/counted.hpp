// Numbers of things, as sentences have them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alembicore::cli {

/// `1 step`, `2 steps`.
[[nodiscard]] std::string counted(std::size_t number, std::string_view thing);

} // namespace alembicore::cli
