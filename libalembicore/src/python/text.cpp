#include "python/text.hpp"

#include "python/string_literal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace alembicore::python {

namespace {

bool starts_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

constexpr char const* hex_digits = "0123456789abcdef";

void append_hex(std::string& text, char32_t code, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        text += hex_digits[(code >> static_cast<unsigned>(shift)) & 0xFU];
}

void append_escape(std::string& text, char32_t code) {
    text += code < 0x100 ? "\\x" : code < 0x10000 ? "\\u" : "\\U";
    append_hex(text, code, code < 0x100 ? 2 : code < 0x10000 ? 4 : 8);
}

/// The characters beyond ASCII that `repr` escapes and that occur in practice: controls, separators, format marks.
bool is_printable(char32_t code) noexcept {
    if (code < 0x20 || code == 0x7F)
        return false;
    if (code < 0x7F)
        return true;

    struct interval {
        char32_t first;
        char32_t last;
    };

    static constexpr interval hidden[] = {
        {0x80, 0xA0},
        {0xAD, 0xAD},
        {0x378, 0x379},
        {0x600, 0x605},
        {0x61C, 0x61C},
        {0x6DD, 0x6DD},
        {0x70F, 0x70F},
        {0x1680, 0x1680},
        {0x180E, 0x180E},
        {0x2000, 0x200F},
        {0x2028, 0x202F},
        {0x205F, 0x206F},
        {0x3000, 0x3000},
        {0xD800, 0xF8FF},
        {0xFEFF, 0xFEFF},
        {0xFFF0, 0xFFFB},
        {0xFFFE, 0xFFFF},
        {0xE0000, 0x10FFFF},
    };
    return std::ranges::none_of(hidden, [&](auto const& each) { return code >= each.first && code <= each.last; });
}

bool append_short_escape(std::string& text, char c, char quote) {
    if (c == quote || c == '\\')
        text += std::string{'\\', c};
    else if (c == '\n')
        text += "\\n";
    else if (c == '\r')
        text += "\\r";
    else if (c == '\t')
        text += "\\t";
    else
        return false;
    return true;
}

char quote_for(std::string_view text) noexcept {
    bool const single = text.find('\'') != std::string_view::npos;
    bool const twice = text.find('"') != std::string_view::npos;
    return single && !twice ? '"' : '\'';
}

} // namespace

std::size_t code_points_of(std::string_view utf8) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, starts_character));
}

std::size_t offset_of(std::string_view utf8, std::size_t code_point) noexcept {
    std::size_t offset = 0;
    while (offset < utf8.size()) {
        if (starts_character(utf8[offset]) && code_point-- == 0)
            return offset;
        ++offset;
    }
    return utf8.size();
}

std::size_t first_length(std::string_view utf8) noexcept {
    std::size_t length = 1;
    while (length < utf8.size() && !starts_character(utf8[length]))
        ++length;
    return length;
}

std::vector<std::string_view> split_code_points(std::string_view utf8) {
    std::vector<std::string_view> result;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= utf8.size(); ++i)
        if (i == utf8.size() || starts_character(utf8[i])) {
            result.push_back(utf8.substr(begin, i - begin));
            begin = i;
        }
    return result;
}

char32_t decode_code_point(std::string_view bytes) noexcept {
    auto const at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(bytes[i])); };
    switch (bytes.size()) {
    case 1:
        return at(0);
    case 2:
        return ((at(0) & 0x1FU) << 6U) | (at(1) & 0x3FU);
    case 3:
        return ((at(0) & 0x0FU) << 12U) | ((at(1) & 0x3FU) << 6U) | (at(2) & 0x3FU);
    default:
        return ((at(0) & 0x07U) << 18U) | ((at(1) & 0x3FU) << 12U) | ((at(2) & 0x3FU) << 6U) | (at(3) & 0x3FU);
    }
}

bool is_space(char32_t code) noexcept {
    return (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x20) || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
           code == 0x205F || code == 0x3000;
}

bool is_ascii(std::string_view text) noexcept {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::string quote_text(std::string_view utf8) {
    char const quote = quote_for(utf8);
    std::string text{quote};
    for (auto const bytes : each_code_point(utf8)) {
        if (bytes.size() == 1 && append_short_escape(text, bytes[0], quote))
            continue;
        auto const code = decode_code_point(bytes);
        if (is_printable(code))
            text += bytes;
        else
            append_escape(text, code);
    }
    return text + quote;
}

std::string quote_bytes(std::string_view bytes) {
    char const quote = quote_for(bytes);
    std::string text = std::string{"b"} + quote;
    for (char const c : bytes) {
        if (append_short_escape(text, c, quote))
            continue;
        auto const code = static_cast<unsigned char>(c);
        if (code >= 0x20 && code < 0x7F)
            text += c;
        else
            append_escape(text, code);
    }
    return text + quote;
}

std::string ascii_of(std::string_view utf8) {
    std::string text;
    for (auto const bytes : each_code_point(utf8))
        if (bytes.size() == 1)
            text += bytes;
        else
            append_escape(text, decode_code_point(bytes));
    return text;
}

std::string real_text(double number) {
    if (std::isnan(number))
        return "nan";
    if (std::isinf(number))
        return number < 0 ? "-inf" : "inf";
    std::array<char, 40> buffer{};
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific);
    std::string_view const scientific{buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data())};
    auto const e = scientific.find('e');
    int exponent = 0;
    auto const* first = scientific.data() + e + 1;
    std::from_chars(first + (*first == '+' ? 1 : 0), scientific.data() + scientific.size(), exponent);
    if (exponent < -4 || exponent >= 16)
        return std::string{scientific};
    auto const fixed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    std::string text{buffer.data(), static_cast<std::size_t>(fixed.ptr - buffer.data())};
    if (text.find('.') == std::string::npos)
        text += ".0";
    return text;
}

slice_range resolve_slice(
    std::optional<std::int64_t> start, std::optional<std::int64_t> stop, std::int64_t step, std::size_t length
) {
    auto const size = static_cast<std::int64_t>(length);
    std::int64_t const lowest = step < 0 ? -1 : 0;
    std::int64_t const highest = step < 0 ? size - 1 : size;
    auto const clip = [&](std::optional<std::int64_t> bound, std::int64_t fallback) {
        if (!bound)
            return fallback;
        auto const from_end = *bound < 0 ? (*bound < -size ? lowest : *bound + size) : *bound;
        return std::clamp(from_end, lowest, highest);
    };
    slice_range result;
    result.step = step;
    result.start = clip(start, step < 0 ? highest : lowest);
    auto const end = clip(stop, step < 0 ? lowest : highest);
    auto const distance = step > 0 ? end - result.start : result.start - end;
    auto const stride = step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
    if (distance > 0)
        result.count = static_cast<std::size_t>((static_cast<std::uint64_t>(distance) - 1) / stride + 1);
    return result;
}

} // namespace alembicore::python
