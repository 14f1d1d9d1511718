// Characters of UTF-8 text, which servers and parsers count in, and bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace alembicore::base {

/// The offset in bytes of a character, counted from 0.
[[nodiscard]] std::size_t offset_of_character(std::string_view text, std::size_t character);

} // namespace alembicore::base
