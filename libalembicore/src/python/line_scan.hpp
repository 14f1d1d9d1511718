// Where Python ends a line of code.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace alembicore::python {

/// The first line break of a simple statement that stands outside brackets and strings, not joined by a backslash.
/// Python ends the statement there; the grammar goes on behind an operator.
[[nodiscard]] std::optional<std::size_t> find_line_end(std::string_view statement);

/// Behind the string, the escaped character or the single character that is at `at`, outside comments.
[[nodiscard]] std::size_t behind_token(std::string_view text, std::size_t at);

} // namespace alembicore::python
