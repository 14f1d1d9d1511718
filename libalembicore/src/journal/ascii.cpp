#include "journal/ascii.hpp"

#include "base/hexadecimal.hpp"

#include <algorithm>
#include <cstdint>

namespace alembicore::journal {

namespace {

constexpr std::uint32_t replacement = 0xFFFD;
constexpr std::uint32_t beyond_one_unit = 0x10000;

std::uint32_t byte_at(std::string_view text, std::size_t place) {
    return static_cast<unsigned char>(text[place]);
}

/// Bytes of the character that begins with this one; 0: none does.
std::size_t length_from(std::uint32_t first) {
    if (first >= 0xC2 && first < 0xE0)
        return 2;
    if (first >= 0xE0 && first < 0xF0)
        return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/// Takes one character from the beginning of `text`.
std::uint32_t take_character(std::string_view& text) {
    auto const first = byte_at(text, 0);
    auto const length = length_from(first);
    std::uint32_t code = first & (0xFFU >> (length + 1));
    std::size_t taken = 1;
    while (taken < length && taken < text.size() && (byte_at(text, taken) & 0xC0U) == 0x80U)
        code = code << 6U | (byte_at(text, taken++) & 0x3FU);
    text.remove_prefix(taken);
    return length != 0 && taken == length ? code : replacement;
}

void append_unit(std::string& into, std::uint32_t unit) {
    char const bytes[] = {static_cast<char>(unit >> 8U), static_cast<char>(unit & 0xFFU)};
    into.append("\\u").append(base::hexadecimal({bytes, sizeof bytes}));
}

void append_escape(std::string& into, std::uint32_t code) {
    if (code < beyond_one_unit)
        return append_unit(into, code);
    code -= beyond_one_unit;
    append_unit(into, 0xD800U + (code >> 10U));
    append_unit(into, 0xDC00U + (code & 0x3FFU));
}

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80U;
}

} // namespace

std::string in_ascii(std::string_view json) {
    std::string text;
    text.reserve(json.size());
    while (!json.empty()) {
        auto const plain = static_cast<std::size_t>(std::ranges::find_if_not(json, is_ascii) - json.begin());
        text += json.substr(0, plain);
        json.remove_prefix(plain);
        if (!json.empty())
            append_escape(text, take_character(json));
    }
    return text;
}

} // namespace alembicore::journal
