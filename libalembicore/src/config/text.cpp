#include "config/text.hpp"

#include <algorithm>
#include <array>

namespace alembicore::config {

namespace {

constexpr std::string_view ascii_blanks = " \t\n\r\v\f\x1C\x1D\x1E\x1F";

// The blank characters beyond ASCII, as UTF-8.
constexpr std::array<std::string_view, 19> wide_blanks{
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A",
    "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80",
};

std::size_t trailing_blank(std::string_view text) noexcept {
    if (text.empty())
        return 0;
    if (ascii_blanks.find(text.back()) != std::string_view::npos)
        return 1;
    for (auto const blank : wide_blanks)
        if (text.ends_with(blank))
            return blank.size();
    return 0;
}

} // namespace

std::size_t leading_blank(std::string_view text) noexcept {
    if (text.empty())
        return 0;
    if (ascii_blanks.find(text.front()) != std::string_view::npos)
        return 1;
    for (auto const blank : wide_blanks)
        if (text.starts_with(blank))
            return blank.size();
    return 0;
}

std::string_view strip_right(std::string_view text) noexcept {
    while (auto const length = trailing_blank(text))
        text.remove_suffix(length);
    return text;
}

std::string_view strip(std::string_view text) noexcept {
    while (auto const length = leading_blank(text))
        text.remove_prefix(length);
    return strip_right(text);
}

std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (auto end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of("\r\n"), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
        text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
    }
    return lines;
}

} // namespace alembicore::config
