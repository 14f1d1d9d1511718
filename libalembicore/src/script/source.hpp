// Python source as text: encoding declarations (PEP 263), byte order mark, line breaks.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::script {

/// The text of a Python file as UTF-8 with `\n` line breaks, lines and columns as in the file.
/// Errors: invalid_encoding, syntax_error (a null byte); `file` is for their place.
[[nodiscard]] std::string decode_source(std::string bytes, std::string const& file);

/// The encoding that a comment on the first two lines declares, as written; empty when none does.
[[nodiscard]] std::string_view declared_encoding(std::string_view source) noexcept;

} // namespace alembicore::script
