#include "base/place.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::base {

namespace {

constexpr std::size_t longest_excerpt = 200;

bool starts_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

} // namespace

source_place place_at(std::string file, std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    std::string_view const before = text.substr(0, offset);
    auto const line_break = before.rfind('\n');
    std::size_t const line_start = line_break == std::string_view::npos ? 0 : line_break + 1;
    std::string_view line = text.substr(line_start, text.find('\n', line_start) - line_start);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    std::size_t clipped = std::min(line.size(), longest_excerpt);
    while (clipped < line.size() && !starts_character(line[clipped]))
        ++clipped;
    auto const characters_before = std::ranges::count_if(before.substr(line_start), starts_character);
    return {
        .file = std::move(file),
        .line = static_cast<unsigned>(std::ranges::count(before, '\n')) + 1,
        .column = static_cast<unsigned>(characters_before) + 1,
        .excerpt = std::string{line.substr(0, clipped)},
    };
}

} // namespace alembicore::base
