// Names as they are written in SQL. The grammar cuts long ones off, as the server does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::lint {

/// Names of more than so many bytes, each once, in order. What is in literals and comments is no name.
[[nodiscard]] std::vector<std::string> identifiers_longer_than(std::size_t bytes, std::string_view sql);

} // namespace alembicore::lint
