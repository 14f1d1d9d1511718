#include "history/identifier.hpp"

#include <algorithm>
#include <charconv>

namespace alembicore::history {

namespace {

constexpr long farthest = 1'000'000'000;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Every character beyond ASCII counts as a letter, which is so for all alphabets.
bool is_word_character(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::size_t digits_at(std::string_view text, std::size_t begin) noexcept {
    auto const first = text.begin() + static_cast<std::ptrdiff_t>(std::min(begin, text.size()));
    return static_cast<std::size_t>(std::find_if_not(first, text.end(), is_digit) - first);
}

long bounded_number(std::string_view digits) noexcept {
    long value = 0;
    auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return failed == std::errc{} ? std::min(value, farthest) : farthest;
}

/// `(word)?(+|-)digits` at the beginning of `text`.
std::optional<relative_text> parse_unlabelled(std::string_view text) noexcept {
    auto const sign = std::find_if_not(text.begin(), text.end(), is_word_character);
    if (sign == text.end() || (*sign != '+' && *sign != '-'))
        return {};
    auto const at = static_cast<std::size_t>(sign - text.begin());
    std::size_t const digits = digits_at(text, at + 1);
    if (digits == 0)
        return {};
    long const steps = bounded_number(text.substr(at + 1, digits));
    return relative_text{
        .label = {},
        .word = text.substr(0, at),
        .offset = text.substr(at, digits + 1),
        .steps = *sign == '+' ? steps : -steps};
}

labelled_text split(std::string_view text, std::size_t at) noexcept {
    if (at == std::string_view::npos)
        return {.label = {}, .rest = text};
    return {.label = text.substr(0, at), .rest = text.substr(at + 1)};
}

} // namespace

labelled_text split_at_first(std::string_view text) noexcept {
    return split(text, text.find('@'));
}

labelled_text split_at_last(std::string_view text) noexcept {
    return split(text, text.rfind('@'));
}

std::optional<relative_text> parse_relative(std::string_view text) noexcept {
    // The shortest label wins that is followed by something relative; a label has at least one character.
    for (auto at = text.find('@', 1); at != std::string_view::npos; at = text.find('@', at + 1))
        if (auto parsed = parse_unlabelled(text.substr(at + 1))) {
            parsed->label = text.substr(0, at);
            return parsed;
        }
    return parse_unlabelled(text);
}

std::optional<long> parse_below_heads(std::string_view text) noexcept {
    if (text.size() < 2 || text.front() != '-' || digits_at(text, 1) != text.size() - 1)
        return {};
    long const steps = bounded_number(text.substr(1));
    return steps == 0 ? std::nullopt : std::optional{-steps};
}

} // namespace alembicore::history
