#include "authoring/term.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore::authoring {

namespace {

constexpr std::size_t widest_line = 88;
constexpr std::size_t one_level = 4;

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string on_one_line(std::vector<term> const& items) {
    std::string text;
    for (auto const& each : items)
        text += (text.empty() ? "" : ", ") + authoring::on_one_line(each);
    return text;
}

bool fits(std::string const& text, std::size_t around) {
    return text.find('\n') == std::string::npos && width_of(text) + around <= widest_line;
}

std::string hexadecimal_escape(unsigned char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    return {'\\', 'x', digits[c >> 4U], digits[c & 0xFU]};
}

/// A character that both kinds of literals write alike; empty for one that stands for itself.
std::string escape_of(char c) {
    switch (c) {
    case '\\':
        return "\\\\";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        break;
    }
    auto const code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7F ? hexadecimal_escape(code) : std::string{};
}

std::string with_escapes(std::string_view text, char quote) {
    std::string made;
    for (char const c : text) {
        auto const escape = escape_of(c);
        if (c == quote)
            made += '\\';
        made += escape.empty() ? std::string(1, c) : escape;
    }
    return made;
}

/// A line break stands for itself, and so does a quote that ends nothing.
std::string in_three_quotes(std::string_view text) {
    std::string made = R"(""")";
    std::size_t quotes = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char const c = text[at];
        quotes = c == '"' ? quotes + 1 : 0;
        bool const last = at + 1 == text.size();
        if (c == '"' && (quotes == 3 || last)) {
            made += '\\';
            quotes = 0;
        }
        auto const escape = c == '\n' || c == '\t' ? std::string{} : escape_of(c);
        made += escape.empty() ? std::string(1, c) : escape;
    }
    return made + R"(""")";
}

} // namespace

term word(std::string text) {
    return {.head = std::move(text)};
}

term literal(std::string_view text) {
    if (text.find('\n') != std::string_view::npos)
        return word(in_three_quotes(text));
    bool const single = std::ranges::count(text, '"') > std::ranges::count(text, '\'');
    char const quote = single ? '\'' : '"';
    return word(quote + with_escapes(text, quote) + quote);
}

term truth(bool value) {
    return word(value ? "True" : "False");
}

term call(std::string name, std::vector<term> arguments) {
    return {.head = std::move(name), .open = "(", .items = std::move(arguments), .close = ")"};
}

term list(std::vector<term> items) {
    return {.head = {}, .open = "[", .items = std::move(items), .close = "]"};
}

term named(std::string const& name, term value) {
    value.head.insert(0, name + '=');
    return value;
}

term dictionary(std::vector<std::pair<std::string, term>> entries) {
    term made{.head = {}, .open = "{", .items = {}, .close = "}"};
    for (auto& [key, value] : entries) {
        value.head.insert(0, literal(key).head + ": ");
        made.items.push_back(std::move(value));
    }
    return made;
}

std::string on_one_line(term const& value) {
    return value.head + value.open + on_one_line(value.items) + value.close;
}

std::string laid_out(term const& value, std::size_t indentation, std::size_t behind) {
    auto const whole = on_one_line(value);
    if (value.open.empty() || value.items.empty() || fits(whole, indentation + behind))
        return whole;
    auto const inner = indentation + one_level;
    auto const line = '\n' + std::string(inner, ' ');
    auto text = value.head + value.open;
    if (auto const together = on_one_line(value.items); fits(together, inner))
        text += line + together;
    else if (value.items.size() == 1)
        text += line + laid_out(value.items.front(), inner);
    else
        for (auto const& each : value.items)
            text += line + laid_out(each, inner, 1) + ',';
    return text + '\n' + std::string(indentation, ' ') + value.close;
}

} // namespace alembicore::authoring
