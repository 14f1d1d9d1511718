// Texts in base64url, as parts of tokens and keys are.
#pragma once

#include <string_view>

namespace alembicore::server::access {

/// Whether it can be decoded: no padding, no other characters, not one character left over, and not empty. The library that
/// reads tokens ends the program where a character is left over.
[[nodiscard]] bool is_base64url(std::string_view text) noexcept;

} // namespace alembicore::server::access
