// Text as Python sees it: which characters are blank, and how lines end.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::config {

/// Length in bytes of the blank character at the start of `text` (str.isspace), 0 when there is none.
[[nodiscard]] std::size_t leading_blank(std::string_view text) noexcept;

/// str.strip()
[[nodiscard]] std::string_view strip(std::string_view text) noexcept;

/// str.rstrip()
[[nodiscard]] std::string_view strip_right(std::string_view text) noexcept;

/// str.lower() for ASCII; other characters are kept.
[[nodiscard]] std::string lower(std::string_view text);

/// str.split(separator)
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The lines of a text, without their ends: `\n`, `\r\n` and `\r` all end one.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

} // namespace alembicore::config
