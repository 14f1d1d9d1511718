// str methods about letters: their case, and what kind of characters a text has.
#include "python/exception.hpp"
#include "python/methods_text.hpp"
#include "python/operations.hpp"
#include "python/string_literal.hpp"
#include "python/text.hpp"

#include <algorithm>
#include <utility>

#include <utf8proc.h>

namespace alembicore::python::text_methods {

namespace {

bool is_between(char32_t code, char32_t low, char32_t high) noexcept {
    return code >= low && code <= high;
}

utf8proc_int32_t plain(char32_t code) noexcept {
    return static_cast<utf8proc_int32_t>(code);
}

utf8proc_category_t category_of(char32_t code) noexcept {
    return utf8proc_category(plain(code));
}

bool is_cased(char32_t code) noexcept {
    auto const category = category_of(code);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT;
}

/// Whether a letter and its other case are one character each, wherever it stands. Others (the sharp s, sigmas,
/// digraphs, dotted and dotless i …) follow rules of their own.
bool has_simple_case(char32_t code) noexcept {
    bool const latin = is_between(code, 0xC0, 0x17E) && code != 0xDF && code != 0x130 && code != 0x131 && code != 0x149;
    bool const greek = (is_between(code, 0x391, 0x3A9) || is_between(code, 0x3B1, 0x3C9)) && code != 0x3A3 &&
                       code != 0x3C2 && code != 0x3C3;
    return code < 0x80 || latin || greek || is_between(code, 0x400, 0x45F);
}

bool has_case(char32_t code) noexcept {
    return is_cased(code) || utf8proc_toupper(plain(code)) != plain(code) ||
           utf8proc_tolower(plain(code)) != plain(code);
}

void require_simple_case(std::string_view bytes) {
    auto const code = decode_code_point(bytes);
    if (!has_simple_case(code) && has_case(code))
        throw not_evaluable("the other case of '" + std::string{bytes} + "' is not evaluated");
}

/// The text with each letter in the case that `to_upper(letter, inside_word)` wants.
template <typename Choose>
std::string map_text(value const& self, Choose&& to_upper) {
    std::string result;
    bool inside_word = false;
    for (auto const bytes : each_code_point(text_in(self))) {
        require_simple_case(bytes);
        auto const code = plain(decode_code_point(bytes));
        auto const mapped = to_upper(bytes, inside_word) ? utf8proc_toupper(code) : utf8proc_tolower(code);
        append_utf8(result, static_cast<char32_t>(mapped));
        inside_word = is_cased(static_cast<char32_t>(code));
    }
    return result;
}

bool is_upper(std::string_view bytes) noexcept {
    return category_of(decode_code_point(bytes)) == UTF8PROC_CATEGORY_LU;
}

bool is_letter(char32_t code) noexcept {
    auto const category = category_of(code);
    return category == UTF8PROC_CATEGORY_LO || category == UTF8PROC_CATEGORY_LM || is_cased(code);
}

bool is_decimal(char32_t code) noexcept {
    return category_of(code) == UTF8PROC_CATEGORY_ND;
}

/// Superscripts, fractions and ideographs may be digits or numbers, by tables that are not at hand.
void refuse_other_numbers(char32_t code) {
    auto const category = category_of(code);
    bool const ideograph = category == UTF8PROC_CATEGORY_LO && code > 0x3000;
    if (category == UTF8PROC_CATEGORY_NO || category == UTF8PROC_CATEGORY_NL || ideograph)
        throw not_evaluable("whether all characters of this text are numbers is not evaluated");
}

template <typename Test>
value all_characters(evaluation& run, value const& self, Test&& test) {
    auto const& text = text_in(self);
    run.charge_steps(text.size() / 16);
    for (auto const bytes : each_code_point{text})
        if (!test(decode_code_point(bytes)))
            return false;
    return !text.empty();
}

value all_cased(value const& self, bool upper) {
    bool any = false;
    for (auto const bytes : each_code_point(text_in(self))) {
        require_simple_case(bytes);
        if (!is_cased(decode_code_point(bytes)))
            continue;
        if (is_upper(bytes) != upper)
            return false;
        any = true;
    }
    return any;
}

} // namespace

value lower(evaluation&, value const& self, given_type) {
    return map_text(self, [](std::string_view, bool) { return false; });
}

/// Takes some letters apart, unlike lower(): all of them are refused.
value casefold(evaluation&, value const& self, given_type) {
    return map_text(self, [](std::string_view, bool) { return false; });
}

value upper(evaluation&, value const& self, given_type) {
    return map_text(self, [](std::string_view, bool) { return true; });
}

value swapcase(evaluation&, value const& self, given_type) {
    return map_text(self, [](std::string_view bytes, bool) { return !is_upper(bytes); });
}

value capitalize(evaluation&, value const& self, given_type) {
    bool first = true;
    return map_text(self, [&](std::string_view, bool) { return std::exchange(first, false); });
}

value title(evaluation&, value const& self, given_type) {
    return map_text(self, [](std::string_view, bool inside_word) { return !inside_word; });
}

value isdecimal(evaluation& run, value const& self, given_type) {
    return all_characters(run, self, is_decimal);
}

value isdigit(evaluation& run, value const& self, given_type) {
    return all_characters(run, self, [](char32_t code) {
        refuse_other_numbers(code);
        return is_decimal(code);
    });
}

value isnumeric(evaluation& run, value const& self, given_type given) {
    return isdigit(run, self, given);
}

value isalpha(evaluation& run, value const& self, given_type) {
    return all_characters(run, self, is_letter);
}

value isalnum(evaluation& run, value const& self, given_type) {
    return all_characters(run, self, [](char32_t code) {
        if (is_letter(code))
            return true;
        refuse_other_numbers(code);
        return is_decimal(code);
    });
}

value isspace(evaluation& run, value const& self, given_type) {
    return all_characters(run, self, is_space);
}

value isascii(evaluation&, value const& self, given_type) {
    return (*self.get_if<str_pointer>())->ascii;
}

value isidentifier(evaluation& run, value const& self, given_type) {
    require_ascii(self, "isidentifier()");
    auto const good = [](char32_t code) { return code == '_' || is_letter(code) || is_decimal(code); };
    auto const result = all_characters(run, self, good);
    return *result.boolean() && !is_decimal(static_cast<unsigned char>(text_in(self)[0]));
}

value isupper(evaluation&, value const& self, given_type) {
    return all_cased(self, true);
}

value islower(evaluation&, value const& self, given_type) {
    return all_cased(self, false);
}

value istitle(evaluation&, value const& self, given_type) {
    require_ascii(self, "istitle()");
    bool inside_word = false;
    bool any = false;
    for (auto const bytes : each_code_point(text_in(self))) {
        bool const letter = is_cased(decode_code_point(bytes));
        if (letter && is_upper(bytes) == inside_word)
            return false;
        any = any || letter;
        inside_word = letter;
    }
    return any;
}

value isprintable(evaluation&, value const& self, given_type) {
    require_ascii(self, "isprintable()");
    return std::ranges::all_of(text_in(self), [](char c) { return c >= ' ' && c <= '~'; });
}

} // namespace alembicore::python::text_methods
