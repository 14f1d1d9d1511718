// Names in the notations of drawings.
#pragma once

#include <string>

namespace alembicore::diagram {

/// In double quotes, as DOT and DBML write any name.
[[nodiscard]] std::string quoted(std::string const& text);

} // namespace alembicore::diagram
