// String literals of the syntax tree: prefixes, escapes, implicit concatenation, f-strings.
#include "python/tree_builder.hpp"

#include "python/level_guard.hpp"
#include "python/string_literal.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace alembicore::python {

using cst::field;
using cst::kind;
using syntax::expression_kind;

/// Adjacent literals, joined as they are read.
struct tree_builder::string_pieces {
    std::vector<syntax::formatted_part> parts; ///< those finished with a value
    std::string text;                          ///< since the last value
    std::string_view unsupported;
    std::optional<bool> bytes;
    bool raw = false;
    bool formatted = false;
};

namespace {

/// The grammar takes any run of these letters for a prefix, Python only some.
bool is_string_prefix(std::string_view letters) {
    static constexpr std::array<std::string_view, 9> prefixes{"", "r", "b", "u", "f", "br", "rb", "fr", "rf"};
    std::string lower{letters};
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(prefixes, lower) != prefixes.end();
}

} // namespace

syntax::expression const* tree_builder::build_string(cst::node const& from) {
    string_pieces pieces;
    read_string(from, pieces);
    return finish_string(pieces, from.range());
}

syntax::expression const* tree_builder::build_strings(cst::node const& from) {
    string_pieces pieces;
    for (auto const& child : children_of(from))
        if (child.kind == kind::string)
            read_string(child, pieces);
    return finish_string(pieces, from.range());
}

void tree_builder::read_string(cst::node const& from, string_pieces& pieces) {
    auto const parts = children_of(from);
    std::string_view const prefix = text_of(parts.first(kind::string_start));
    auto const letters = prefix.substr(0, prefix.find_first_of("'\""));
    if (!is_string_prefix(letters))
        fail(from.range(), "invalid syntax: no string begins with " + std::string{prefix});
    auto const has = [&](char lower) {
        return prefix.find(lower) != std::string_view::npos ||
               prefix.find(static_cast<char>(lower - 'a' + 'A')) != std::string_view::npos;
    };
    if (pieces.bytes.value_or(has('b')) != has('b'))
        fail(from.range(), "cannot mix bytes and nonbytes literals");
    pieces.bytes = has('b');
    pieces.raw = has('r');
    bool const formatted = has('f');
    pieces.formatted = pieces.formatted || formatted;
    // In raw strings the grammar takes `\"` before the closing quotes for a part of them.
    auto const quotes = static_cast<std::uint32_t>(prefix.size() - letters.size());
    auto const end = from.range().end - quotes;
    if (has('b') && std::ranges::any_of(text_of(from), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        fail(from.range(), "bytes can only contain ASCII literal characters");
    if (!formatted) {
        auto const begin = from.range().begin + static_cast<std::uint32_t>(prefix.size());
        return read_literal_text(module_.text_of({begin, end}), pieces, false);
    }
    for (auto const& part : parts)
        if (part.kind == kind::interpolation)
            read_interpolation(part, pieces);
        else if (part.kind == kind::string_content)
            read_literal_text(text_of(part), pieces, true);
    read_literal_text(module_.text_of({parts.first(kind::string_end).range().begin, end}), pieces, true);
}

void tree_builder::read_literal_text(std::string_view raw, string_pieces& pieces, bool doubled_braces) {
    auto resolved = pieces.raw ? resolved_escapes{std::string{raw}, {}}
                               : resolve_escapes(raw, *pieces.bytes ? literal_flavour::bytes : literal_flavour::text);
    if (!resolved.unsupported.empty())
        pieces.unsupported = resolved.unsupported;
    if (!doubled_braces) {
        pieces.text += resolved.text;
        return;
    }
    for (std::size_t i = 0; i < resolved.text.size(); ++i) {
        char const c = resolved.text[i];
        pieces.text += c;
        if ((c == '{' || c == '}') && i + 1 < resolved.text.size() && resolved.text[i + 1] == c)
            ++i;
    }
}

void tree_builder::read_interpolation(cst::node const& from, string_pieces& pieces) {
    level_guard const guard{level_, *this, from.range()};
    auto const parts = children_of(from);
    syntax::formatted_part part;
    auto const expression = parts[field::expression];
    if (!expression)
        fail(from.range(), "f-string: empty expression");
    part.value = build_expression(expression);
    auto const conversion = parts[field::type_conversion];
    if (conversion)
        part.conversion = text_of(conversion).substr(1, 1)[0];
    auto const format = parts[field::format_specifier];
    if (format)
        part.format = build_format(format, pieces.raw);
    for (auto const& child : parts) {
        if (child.named || text_of(child) != "=")
            continue;
        // `{x = }` shows its own source, with the white space round the sign.
        std::uint32_t end = child.range().end;
        auto const text = module_.text();
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
            ++end;
        pieces.text += module_.text_of({from.range().begin + 1, end});
        if (!conversion && !format)
            part.conversion = 'r';
    }
    part.text = keep_text(pieces.text);
    pieces.text.clear();
    pieces.parts.push_back(part);
}

/// The format after the colon: text with expressions in between.
std::span<syntax::formatted_part const> tree_builder::build_format(cst::node const& from, bool raw) {
    string_pieces pieces;
    pieces.bytes = false;
    pieces.raw = raw;
    std::uint32_t at = from.range().begin + 1;
    for (auto const& child : children_of(from)) {
        if (child.kind != kind::format_expression)
            continue;
        read_literal_text(module_.text_of({at, child.range().begin}), pieces, false);
        read_interpolation(child, pieces);
        at = child.range().end;
    }
    read_literal_text(module_.text_of({at, from.range().end}), pieces, false);
    pieces.parts.push_back({.text = keep_text(pieces.text), .value = nullptr, .conversion = 0, .format = {}});
    return keep(pieces.parts);
}

syntax::expression const* tree_builder::finish_string(string_pieces& pieces, source_range range) {
    if (!pieces.unsupported.empty())
        return unsupported(range, pieces.unsupported);
    if (pieces.parts.empty()) {
        auto const which = *pieces.bytes ? syntax::constant_kind::bytes : syntax::constant_kind::text;
        return make(syntax::constant{{expression_kind::constant, range}, which, 0, 0, keep_text(pieces.text)});
    }
    if (!pieces.text.empty())
        pieces.parts.push_back({.text = keep_text(pieces.text), .value = nullptr, .conversion = 0, .format = {}});
    return make(syntax::formatted_string{{expression_kind::formatted_string, range}, keep(pieces.parts)});
}

std::string_view tree_builder::keep_text(std::string_view text) {
    if (text.empty())
        return {};
    auto* copy = static_cast<char*>(memory_.allocate(text.size(), 1));
    text.copy(copy, text.size());
    return {copy, text.size()};
}

} // namespace alembicore::python
