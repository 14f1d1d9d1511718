// The text inside quotes, turned into the characters it stands for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace alembicore::python {

enum class literal_flavour : std::uint8_t { text, bytes };

/// Outcome of resolving escapes: what cannot be represented is named, not guessed.
struct resolved_escapes {
    std::string text;
    std::string_view unsupported; ///< the construct, empty when all is well
};

[[nodiscard]] resolved_escapes resolve_escapes(std::string_view raw, literal_flavour flavour);

/// UTF-8 of a code point that is not a surrogate.
void append_utf8(std::string& text, char32_t code_point);

} // namespace alembicore::python
