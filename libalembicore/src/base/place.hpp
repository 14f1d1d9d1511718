// Places in source text.
#pragma once

#include <alembicore/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace alembicore::base {

/// The place of a byte offset in a text, with its line as excerpt (clipped to 200 characters).
[[nodiscard]] source_place place_at(std::string file, std::string_view text, std::size_t offset);

} // namespace alembicore::base
