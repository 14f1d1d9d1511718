#include "generate/index_text.hpp"

#include <algorithm>
#include <cctype>

namespace alembicore::generate {

namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

void erase_all(std::string& text, std::string_view what) {
    if (what.empty())
        return;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
        text.erase(at, what.size());
}

/// `::character varying`: words may have spaces between them.
void erase_casts(std::string& text) {
    for (auto at = text.find("::"); at != std::string::npos; at = text.find("::", at)) {
        auto end = at + 2;
        while (end < text.size() && (is_word(text[end]) || std::isspace(static_cast<unsigned char>(text[end])) != 0))
            ++end;
        while (end > at + 2 && !is_word(text[end - 1]))
            --end;
        if (end < at + 4) // Two characters at least make a type's name.
            at += 2;
        else
            text.erase(at, end - at);
    }
}

void strip_parentheses(std::string& text) {
    while (!text.empty() && text.front() == '(' && text.back() == ')')
        text = text.size() < 2 ? std::string{} : text.substr(1, text.size() - 2);
}

bool erase_ending(std::string& text, std::string_view ending) {
    if (!text.ends_with(ending))
        return false;
    text.erase(text.size() - ending.size());
    return true;
}

/// Words for what is the default.
void erase_modifiers(std::string& text) {
    if (erase_ending(text, " asc nulls last"))
        return;
    constexpr std::string_view nulls_last = " nulls last";
    if (text.ends_with(nulls_last) &&
        !std::string_view{text}.substr(0, text.size() - nulls_last.size()).ends_with(" desc")) {
        text.erase(text.size() - nulls_last.size());
        return;
    }
    if (erase_ending(text, " asc"))
        return;
    if (erase_ending(text, " asc nulls first"))
        text += " nulls first";
    else if (erase_ending(text, " desc nulls first"))
        text += " desc";
}

/// `cast(x as text)` → `x`.
void erase_cast_function(std::string& text) {
    if (!text.starts_with("cast"))
        return;
    auto const open = text.find_first_not_of(' ', 4);
    if (open == std::string::npos || text[open] != '(')
        return;
    for (auto at = text.find("cast"); at != std::string::npos; at = text.find("cast", at)) {
        auto const next = text.find_first_not_of(' ', at + 4);
        if (next == std::string::npos || text[next] != '(')
            ++at;
        else
            text.erase(at, next + 1 - at);
    }
    for (auto at = text.find("as "); at != std::string::npos; at = text.find("as ", at)) {
        auto const close = text.find(')', at);
        if (close == std::string::npos)
            return;
        text.erase(at, close + 1 - at);
    }
}

} // namespace

std::string compared_expression(std::string sql, std::string_view table) {
    auto lowered = [](std::string text) {
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    };
    auto text = lowered(std::move(sql));
    std::erase_if(text, [](char c) { return c == '"' || c == '\''; });
    erase_all(text, lowered(std::string{table}) + '.');
    erase_casts(text);
    strip_parentheses(text);
    erase_modifiers(text);
    strip_parentheses(text);
    erase_cast_function(text);
    std::erase(text, ' ');
    return text;
}

} // namespace alembicore::generate
