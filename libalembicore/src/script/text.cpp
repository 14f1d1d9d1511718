#include "script/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <utf8proc.h>

namespace alembicore::script {

namespace {

/// A character and what it takes in the text.
struct character {
    utf8proc_int32_t code = 0;
    std::size_t size = 0;
};

character first_character(std::string_view text) noexcept {
    character first;
    auto const* const bytes = reinterpret_cast<utf8proc_uint8_t const*>(text.data());
    auto const size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &first.code);
    first.size = size > 0 ? static_cast<std::size_t>(size) : 1;
    return first;
}

bool continues_character(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// `str.isspace`: Unicode white space, and the four ASCII separators.
bool is_space(utf8proc_int32_t code) noexcept {
    if ((code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x20) || code == 0x85)
        return true;
    auto const category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/// `\w`: letters, numbers of all kinds, and `_`.
bool is_word(utf8proc_int32_t code) noexcept {
    constexpr std::array word_categories{
        UTF8PROC_CATEGORY_LU,
        UTF8PROC_CATEGORY_LL,
        UTF8PROC_CATEGORY_LT,
        UTF8PROC_CATEGORY_LM,
        UTF8PROC_CATEGORY_LO,
        UTF8PROC_CATEGORY_ND,
        UTF8PROC_CATEGORY_NL,
        UTF8PROC_CATEGORY_NO};
    return code == '_' || std::ranges::find(word_categories, utf8proc_category(code)) != word_categories.end();
}

void append(std::string& text, utf8proc_int32_t code) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    auto const size = utf8proc_encode_char(code, bytes.data());
    text.append(reinterpret_cast<char const*>(bytes.data()), static_cast<std::size_t>(size));
}

/// Lower case of one letter. A capital sigma that ends a word becomes the final one; the dotted capital I is the one
/// letter whose lower case has two characters.
void append_lower(std::string& text, utf8proc_int32_t code, bool after_letter, bool before_letter) {
    constexpr utf8proc_int32_t capital_sigma = 0x3A3;
    constexpr utf8proc_int32_t final_sigma = 0x3C2;
    constexpr utf8proc_int32_t dotted_capital_i = 0x130;
    constexpr utf8proc_int32_t combining_dot = 0x307;
    if (code == capital_sigma && after_letter && !before_letter)
        return append(text, final_sigma);
    if (code == dotted_capital_i) {
        text += 'i';
        return append(text, combining_dot);
    }
    append(text, utf8proc_tolower(code));
}

bool is_letter(utf8proc_int32_t code) noexcept {
    return code != '_' && utf8proc_tolower(code) != utf8proc_toupper(code);
}

std::vector<utf8proc_int32_t> joined_words(std::string_view message) {
    std::vector<utf8proc_int32_t> joined;
    bool in_word = false;
    while (!message.empty()) {
        character const next = first_character(message);
        message.remove_prefix(next.size);
        bool const word = is_word(next.code);
        if (word && !in_word && !joined.empty())
            joined.push_back('_');
        if (word)
            joined.push_back(next.code);
        in_word = word;
    }
    return joined;
}

std::string lower(std::vector<utf8proc_int32_t> const& codes) {
    std::string text;
    for (std::size_t i = 0; i < codes.size(); ++i)
        append_lower(text, codes[i], i > 0 && is_letter(codes[i - 1]), i + 1 < codes.size() && is_letter(codes[i + 1]));
    return text;
}

} // namespace

std::string_view stripped(std::string_view text) noexcept {
    while (!text.empty()) {
        character const first = first_character(text);
        if (!is_space(first.code))
            break;
        text.remove_prefix(first.size);
    }
    while (!text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && continues_character(text[last]))
            --last;
        if (!is_space(first_character(text.substr(last)).code))
            break;
        text.remove_suffix(text.size() - last);
    }
    return text;
}

std::size_t length_in_characters(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !continues_character(c); }));
}

std::string_view first_characters(std::string_view text, std::size_t count) noexcept {
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end)
        if (!continues_character(text[end]) && seen++ == count)
            break;
    return text.substr(0, end);
}

std::string slug_of(std::string_view message, std::size_t longest) {
    std::string slug = lower(joined_words(message));
    if (length_in_characters(slug) <= longest)
        return slug;
    slug.resize(first_characters(slug, longest).size());
    if (auto const last = slug.rfind('_'); last != std::string::npos)
        slug.resize(last);
    return slug + '_';
}

} // namespace alembicore::script
