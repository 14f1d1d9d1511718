#include "script/string_literal.hpp"

#include <optional>

namespace alembicore::script {

namespace {

void append_utf8(std::string& text, unsigned code) {
    auto const add = [&](unsigned byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80)
        return add(code);
    if (code < 0x800) {
        add(0xC0U | (code >> 6U));
    } else if (code < 0x10000) {
        add(0xE0U | (code >> 12U));
        add(0x80U | ((code >> 6U) & 0x3FU));
    } else {
        add(0xF0U | (code >> 18U));
        add(0x80U | ((code >> 12U) & 0x3FU));
        add(0x80U | ((code >> 6U) & 0x3FU));
    }
    add(0x80U | (code & 0x3FU));
}

std::optional<unsigned> digit(char c, unsigned base) noexcept {
    unsigned value = base;
    if (c >= '0' && c <= '9')
        value = static_cast<unsigned>(c - '0');
    else if (c >= 'a' && c <= 'f')
        value = static_cast<unsigned>(c - 'a') + 10;
    else if (c >= 'A' && c <= 'F')
        value = static_cast<unsigned>(c - 'A') + 10;
    if (value >= base)
        return std::nullopt;
    return value;
}

/// Takes digits off the front of `rest`, at least `fewest` and at most `most`.
std::optional<unsigned> take_number(std::string_view& rest, unsigned base, std::size_t fewest, std::size_t most) {
    unsigned number = 0;
    std::size_t count = 0;
    for (; count < most && count < rest.size(); ++count) {
        auto const next = digit(rest[count], base);
        if (!next)
            break;
        number = number * base + *next;
    }
    if (count < fewest)
        return std::nullopt;
    rest.remove_prefix(count);
    return number;
}

bool append_code(std::string& value, std::optional<unsigned> code) {
    if (!code || *code > 0x10FFFF || (*code >= 0xD800 && *code <= 0xDFFF))
        return false;
    append_utf8(value, *code);
    return true;
}

/// One escape; `rest` begins after the backslash.
bool append_escape(std::string_view& rest, std::string& value) {
    constexpr std::string_view letters = "\\'\"abfnrtv";
    constexpr std::string_view meanings = "\\'\"\a\b\f\n\r\t\v";
    char const kind = rest.front();
    if (auto const known = letters.find(kind); known != std::string_view::npos) {
        rest.remove_prefix(1);
        value += meanings[known];
        return true;
    }
    if (kind >= '0' && kind <= '7')
        return append_code(value, take_number(rest, 8, 1, 3));
    if (kind == 'N')
        return false;
    if (kind != 'x' && kind != 'u' && kind != 'U' && kind != '\n') {
        // Python keeps the backslash of an escape that it does not know.
        value += '\\';
        return true;
    }
    rest.remove_prefix(1);
    if (kind == '\n')
        return true;
    std::size_t const digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
    return append_code(value, take_number(rest, 16, digits, digits));
}

} // namespace

bool append_string_value(string_literal const& literal, std::string& value) {
    bool raw = false;
    for (char const letter : literal.prefix) {
        if (letter == 'r' || letter == 'R')
            raw = true;
        else if (literal.prefix.size() != 1 || (letter != 'u' && letter != 'U'))
            return false;
    }
    if (literal.prefix.size() > 1)
        return false;
    std::string_view const quoted = literal.quoted;
    bool const triple = quoted.size() >= 6 && quoted[0] == quoted[1] && quoted[1] == quoted[2];
    std::size_t const quotes = triple ? 3 : 1;
    std::string_view rest = quoted.substr(quotes, quoted.size() - 2 * quotes);
    while (!rest.empty()) {
        std::size_t const plain = raw ? rest.size() : std::min(rest.find('\\'), rest.size());
        value += rest.substr(0, plain);
        rest.remove_prefix(plain);
        if (rest.empty())
            break;
        rest.remove_prefix(1);
        if (!append_escape(rest, value))
            return false;
    }
    return true;
}

} // namespace alembicore::script
