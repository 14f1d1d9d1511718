#include "script/source.hpp"

#include "base/file.hpp"
#include "base/place.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace alembicore::script {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_ascii(std::string_view text) noexcept {
    std::uint64_t seen = 0;
    std::size_t i = 0;
    for (; i + sizeof seen <= text.size(); i += sizeof seen) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + i, sizeof eight);
        seen |= eight;
    }
    for (; i < text.size(); ++i)
        seen |= static_cast<unsigned char>(text[i]);
    return (seen & 0x8080808080808080U) == 0;
}

error source_error(errc code, std::string message, std::string remedy, source_place place) {
    error_info info;
    info.code = code;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    info.place = std::move(place);
    return error{std::move(info)};
}

/// As Python compares encoding names: lower case, `_` as `-`.
std::string normalised_encoding(std::string_view name) {
    std::string normalised{name};
    for (char& c : normalised) {
        if (c == '_')
            c = '-';
        else if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return normalised;
}

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names) noexcept {
    return std::ranges::find(names, name) != names.end();
}

std::string utf8_from_latin1(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(static_cast<unsigned char>(0xC0U | (byte >> 6U)));
            text += static_cast<char>(static_cast<unsigned char>(0x80U | (byte & 0x3FU)));
        }
    }
    return text;
}

void require_utf8(std::string const& text, std::string const& file, std::string const& remedy) {
    auto const offset = base::find_invalid_utf8(text);
    if (offset == std::string::npos)
        return;
    auto place = base::place_at(file, text, offset);
    place.excerpt.clear();
    throw source_error(
        errc::invalid_encoding,
        file + " is not UTF-8: byte " + std::to_string(offset) + " belongs to no character",
        remedy,
        std::move(place)
    );
}

std::string decode_declared(std::string bytes, std::string const& file, bool marked) {
    std::string const encoding = normalised_encoding(declared_encoding(bytes));
    if (encoding.empty() || is_any_of(encoding, {"utf-8", "utf8", "u8", "utf", "utf-8-sig"})) {
        require_utf8(bytes, file, "save the file as UTF-8, or declare its encoding in the first line");
        return bytes;
    }
    if (!marked && is_any_of(encoding, {"latin-1", "latin1", "iso-8859-1", "iso8859-1", "8859", "cp819", "l1"}))
        return utf8_from_latin1(bytes);
    throw source_error(
        errc::invalid_encoding,
        file + " declares the encoding " + encoding + ", in which its text is not read",
        "save the file as UTF-8 and remove the declaration",
        base::place_at(file, bytes, bytes.find("coding"))
    );
}

void use_single_line_breaks(std::string& text) {
    std::size_t const first = text.find('\r');
    if (first == std::string::npos)
        return;
    auto to = text.begin() + static_cast<std::ptrdiff_t>(first);
    for (auto from = to; from != text.end(); ++from) {
        if (*from == '\r' && from + 1 != text.end() && from[1] == '\n')
            continue;
        *to++ = *from == '\r' ? '\n' : *from;
    }
    text.erase(to, text.end());
}

std::string_view take_line(std::string_view& rest) noexcept {
    std::size_t const length = std::min(rest.find('\n'), rest.size());
    std::string_view const line = rest.substr(0, length);
    rest.remove_prefix(std::min(length + 1, rest.size()));
    return line;
}

constexpr bool is_encoding_name(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
}

std::string_view encoding_in(std::string_view comment) noexcept {
    constexpr std::string_view key = "coding";
    for (std::size_t found = comment.find(key); found != std::string_view::npos; found = comment.find(key, found + 1)) {
        std::string_view rest = comment.substr(found + key.size());
        if (rest.empty() || (rest.front() != ':' && rest.front() != '='))
            continue;
        rest.remove_prefix(1);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        auto const* const end = std::ranges::find_if_not(rest, is_encoding_name);
        if (end != rest.begin())
            return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    }
    return {};
}

} // namespace

std::string_view declared_encoding(std::string_view source) noexcept {
    for (int line = 0; line < 2; ++line) {
        std::string_view text = take_line(source);
        text.remove_prefix(std::min(text.find_first_not_of(" \t\f\r"), text.size()));
        if (text.empty())
            continue;
        if (text.front() != '#')
            return {};
        if (auto const encoding = encoding_in(text); !encoding.empty())
            return encoding;
    }
    return {};
}

std::string decode_source(std::string bytes, std::string const& file) {
    bool const marked = bytes.starts_with(byte_order_mark);
    if (marked)
        bytes.erase(0, byte_order_mark.size());
    if (auto const offset = bytes.find('\0'); offset != std::string::npos)
        throw source_error(
            errc::syntax_error,
            file + " contains a null byte",
            "save the file as UTF-8 text",
            {.file = file, .line = 0, .column = 0, .excerpt = {}}
        );
    if (!is_ascii(bytes))
        bytes = decode_declared(std::move(bytes), file, marked);
    use_single_line_breaks(bytes);
    return bytes;
}

} // namespace alembicore::script
