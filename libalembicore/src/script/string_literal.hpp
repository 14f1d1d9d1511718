// The value of a Python string literal.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::script {

struct string_literal {
    std::string_view prefix; ///< the letters before the quotes
    std::string_view quoted; ///< from the opening to the closing quotes
};

/// Appends the literal's value as UTF-8. False when it is not an ordinary string with escapes that are known here
/// (f-strings, bytes, `\N{…}`, lone surrogates).
[[nodiscard]] bool append_string_value(string_literal const& literal, std::string& value);

} // namespace alembicore::script
