// JSON in ASCII alone: a database may have an encoding that lacks characters of what is recorded.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::journal {

/// `json` with every character beyond ASCII as an escape; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string in_ascii(std::string_view json);

} // namespace alembicore::journal
