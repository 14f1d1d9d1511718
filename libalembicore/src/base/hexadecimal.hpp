// Bytes as hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::base {

/// Two lower-case digits a byte.
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

} // namespace alembicore::base
