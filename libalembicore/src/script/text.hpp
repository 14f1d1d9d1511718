// Text as Python's str sees it: Unicode characters in UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alembicore::script {

/// `str.strip()`
[[nodiscard]] std::string_view stripped(std::string_view text) noexcept;

/// `len(str)`
[[nodiscard]] std::size_t length_in_characters(std::string_view text) noexcept;

/// `str[:count]`
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count) noexcept;

/// The words of a message (`re.findall(r"\w+")`) joined with `_`, in lower case; cut to `longest` characters, back to
/// the last `_`, which is then kept.
[[nodiscard]] std::string slug_of(std::string_view message, std::size_t longest);

} // namespace alembicore::script
