// Bytes as text: hexadecimal and base64.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore::python {

/// Without leading zeros, lower case.
[[nodiscard]] std::string hex_number(std::uint64_t number);
/// nullopt: not an even number of hexadecimal digits.
[[nodiscard]] std::optional<std::string> bytes_of_hex(std::string_view digits);

enum class base64_alphabet : std::uint8_t { standard, url };

/// With `=` at the end.
[[nodiscard]] std::string base64_text(std::string_view bytes, base64_alphabet alphabet);
/// nullopt: not exactly what `base64_text` writes.
[[nodiscard]] std::optional<std::string> bytes_of_base64(std::string_view text, base64_alphabet alphabet);

} // namespace alembicore::python
