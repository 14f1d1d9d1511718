// Methods of str and bytes.
#include "python/exception.hpp"
#include "python/format.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <functional>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

std::string const& text_in(value const& self) {
    return (*self.get_if<str_pointer>())->text;
}

std::string required_text(given_type given, std::string_view parameter) {
    if (auto const text = given[parameter].text())
        return std::string{*text};
    throw type_error("must be str, not " + type_name_of(given[parameter]));
}

void require_ascii(value const& self, std::string_view what) {
    if (!(*self.get_if<str_pointer>())->ascii)
        throw not_evaluable(std::string{what} + " of text beyond ASCII is not evaluated");
}

char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

char to_upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

bool is_letter(char c) noexcept {
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

value lower(evaluation&, value const& self, given_type) {
    require_ascii(self, "lower case");
    auto text = text_in(self);
    std::ranges::transform(text, text.begin(), to_lower);
    return text;
}

value upper(evaluation&, value const& self, given_type) {
    require_ascii(self, "upper case");
    auto text = text_in(self);
    std::ranges::transform(text, text.begin(), to_upper);
    return text;
}

value swapcase(evaluation&, value const& self, given_type) {
    require_ascii(self, "swapcase");
    auto text = text_in(self);
    for (auto& c : text)
        c = to_lower(c) == c ? to_upper(c) : to_lower(c);
    return text;
}

value capitalize(evaluation& run, value const& self, given_type given) {
    auto const lowered = lower(run, self, given);
    auto text = text_in(lowered);
    if (!text.empty())
        text[0] = to_upper(text[0]);
    return text;
}

value title(evaluation&, value const& self, given_type) {
    require_ascii(self, "title case");
    auto text = text_in(self);
    bool inside = false;
    for (auto& c : text) {
        c = inside ? to_lower(c) : to_upper(c);
        inside = is_letter(c);
    }
    return text;
}

/// Whether a character is to be stripped.
std::function<bool(std::string_view)> stripper(given_type given) {
    if (given["chars"].is_none())
        return [](std::string_view bytes) { return is_space(decode_code_point(bytes)); };
    if (!given["chars"].text())
        throw type_error("strip arg must be None or str");
    auto const chars = given.text("chars");
    return [chars](std::string_view bytes) { return chars.find(bytes) != std::string::npos; };
}

std::string_view strip_left(std::string_view text, std::function<bool(std::string_view)> const& drop) {
    for (auto const& bytes : split_code_points(text)) {
        if (!drop(bytes))
            break;
        text.remove_prefix(bytes.size());
    }
    return text;
}

std::string_view strip_right(std::string_view text, std::function<bool(std::string_view)> const& drop) {
    auto const points = split_code_points(text);
    for (auto bytes = points.rbegin(); bytes != points.rend() && drop(*bytes); ++bytes)
        text.remove_suffix(bytes->size());
    return text;
}

value strip(evaluation& run, value const& self, given_type given) {
    run.charge_steps(text_in(self).size());
    auto const drop = stripper(given);
    return strip_right(strip_left(text_in(self), drop), drop);
}

value lstrip(evaluation& run, value const& self, given_type given) {
    run.charge_steps(text_in(self).size());
    return strip_left(text_in(self), stripper(given));
}

value rstrip(evaluation& run, value const& self, given_type given) {
    run.charge_steps(text_in(self).size());
    return strip_right(text_in(self), stripper(given));
}

std::vector<value> split_at(std::string_view text, std::string_view separator, std::int64_t limit) {
    std::vector<value> parts;
    while (limit-- != 0) {
        auto const at = text.find(separator);
        if (at == std::string_view::npos)
            break;
        parts.emplace_back(text.substr(0, at));
        text.remove_prefix(at + separator.size());
    }
    parts.emplace_back(text);
    return parts;
}

std::vector<value> split_at_spaces(std::string_view text, std::int64_t limit) {
    auto const drop = [](std::string_view bytes) { return is_space(decode_code_point(bytes)); };
    std::vector<value> parts;
    text = strip_left(text, drop);
    while (!text.empty()) {
        if (limit-- == 0) {
            parts.emplace_back(strip_right(text, drop));
            break;
        }
        std::size_t length = 0;
        for (auto const& bytes : split_code_points(text)) {
            if (drop(bytes))
                break;
            length += bytes.size();
        }
        parts.emplace_back(text.substr(0, length));
        text = strip_left(text.substr(length), drop);
    }
    return parts;
}

std::string separator_of(given_type given) {
    auto const separator = required_text(given, "sep");
    if (separator.empty())
        throw value_error("empty separator");
    return separator;
}

value split(evaluation& run, value const& self, given_type given) {
    auto const& text = text_in(self);
    run.charge_memory(2 * text.size());
    run.charge_steps(text.size() / 16);
    auto const limit = given.integer("maxsplit");
    if (given["sep"].is_none())
        return value::list(split_at_spaces(text, limit));
    return value::list(split_at(text, separator_of(given), limit));
}

value rsplit(evaluation& run, value const& self, given_type given) {
    auto const limit = given.integer("maxsplit");
    if (limit < 0)
        return split(run, self, given);
    if (given["sep"].is_none())
        throw not_evaluable("rsplit() at white space with a limit is not evaluated");
    auto const separator = separator_of(given);
    std::string_view text = text_in(self);
    std::vector<value> parts;
    for (std::int64_t i = 0; i < limit; ++i) {
        auto const at = text.rfind(separator);
        if (at == std::string_view::npos)
            break;
        parts.emplace_back(text.substr(at + separator.size()));
        text = text.substr(0, at);
    }
    parts.emplace_back(text);
    std::ranges::reverse(parts);
    return value::list(std::move(parts));
}

value splitlines(evaluation&, value const& self, given_type given) {
    bool const keep = given.boolean("keepends");
    std::string_view text = text_in(self);
    std::vector<value> lines;
    std::size_t begin = 0;
    auto const points = split_code_points(text);
    std::size_t at = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto const code = decode_code_point(points[i]);
        bool const ends = (code >= 0x0A && code <= 0x0D) || (code >= 0x1C && code <= 0x1E) || code == 0x85 ||
                          code == 0x2028 || code == 0x2029;
        auto const start = at;
        at += points[i].size();
        if (!ends)
            continue;
        if (code == '\r' && i + 1 < points.size() && points[i + 1] == "\n")
            at += points[++i].size();
        lines.emplace_back(text.substr(begin, (keep ? at : start) - begin));
        begin = at;
    }
    if (begin < text.size())
        lines.emplace_back(text.substr(begin));
    return value::list(std::move(lines));
}

value join(evaluation& run, value const& self, given_type given) {
    auto const& separator = text_in(self);
    std::string text;
    std::size_t at = 0;
    run.iterate(given["iterable"], [&](value const& item) {
        auto const part = item.text();
        if (!part)
            throw type_error(
                "sequence item " + std::to_string(at) + ": expected str instance, " + type_name_of(item) + " found"
            );
        run.charge_memory(separator.size() + part->size());
        if (at++ != 0)
            text += separator;
        text += *part;
        return true;
    });
    return text;
}

value replace(evaluation& run, value const& self, given_type given) {
    auto const before = required_text(given, "old");
    auto const after = required_text(given, "new");
    auto limit = given.integer("count");
    std::string_view text = text_in(self);
    run.charge_steps(text.size() / 16);
    std::string result;
    if (before.empty()) {
        for (auto const& bytes : split_code_points(text)) {
            if (limit-- != 0)
                result += after;
            else
                ++limit;
            result += bytes;
            run.charge_memory(after.size() + bytes.size());
        }
        return limit != 0 ? result + after : result;
    }
    while (limit-- != 0) {
        auto const at = text.find(before);
        if (at == std::string_view::npos)
            break;
        run.charge_memory(at + after.size());
        run.charge_steps(1);
        result += text.substr(0, at);
        result += after;
        text.remove_prefix(at + before.size());
    }
    run.charge_memory(text.size());
    return result + std::string{text};
}

/// The part of the text between two optional code point positions.
std::string_view window(value const& self, given_type given, std::size_t& offset) {
    auto const& text = text_in(self);
    if (given["start"].is_none() && given["end"].is_none())
        return text;
    auto const part =
        resolve_slice(given.optional_integer("start"), given.optional_integer("end"), 1, code_points_of(text));
    offset = static_cast<std::size_t>(part.start);
    auto const begin = offset_of(text, offset);
    return std::string_view{text}.substr(begin, offset_of(std::string_view{text}.substr(begin), part.count));
}

std::int64_t find_text(value const& self, given_type given, bool last) {
    std::size_t offset = 0;
    auto const text = window(self, given, offset);
    auto const wanted = required_text(given, "sub");
    auto const at = last ? text.rfind(wanted) : text.find(wanted);
    return at == std::string_view::npos ? -1 : static_cast<std::int64_t>(offset + code_points_of(text.substr(0, at)));
}

value find(evaluation&, value const& self, given_type given) {
    return find_text(self, given, false);
}

value rfind(evaluation&, value const& self, given_type given) {
    return find_text(self, given, true);
}

value index(evaluation&, value const& self, given_type given) {
    auto const at = find_text(self, given, false);
    return at < 0 ? throw value_error("substring not found") : at;
}

value rindex(evaluation&, value const& self, given_type given) {
    auto const at = find_text(self, given, true);
    return at < 0 ? throw value_error("substring not found") : at;
}

value count(evaluation& run, value const& self, given_type given) {
    std::size_t offset = 0;
    auto text = window(self, given, offset);
    auto const wanted = required_text(given, "sub");
    if (wanted.empty())
        return code_points_of(text) + 1;
    run.charge_steps(text.size() / 16);
    std::int64_t found = 0;
    for (auto at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + wanted.size()))
        ++found;
    return found;
}

template <typename Test>
bool any_affix(given_type given, std::string_view parameter, std::string_view name, Test&& test) {
    auto const& affix = given[parameter];
    if (auto const text = affix.text())
        return test(*text);
    auto const* several = affix.get_if<tuple_pointer>();
    if (several == nullptr)
        throw type_error(std::string{name} + " first arg must be str or a tuple of str, not " + type_name_of(affix));
    return std::ranges::any_of((*several)->items, [&](value const& each) {
        auto const text = each.text();
        if (!text)
            throw type_error("tuple for " + std::string{name} + " must only contain str, not " + type_name_of(each));
        return test(*text);
    });
}

value startswith(evaluation&, value const& self, given_type given) {
    std::size_t offset = 0;
    auto const text = window(self, given, offset);
    return any_affix(given, "prefix", "startswith", [&](std::string_view affix) { return text.starts_with(affix); });
}

value endswith(evaluation&, value const& self, given_type given) {
    std::size_t offset = 0;
    auto const text = window(self, given, offset);
    return any_affix(given, "suffix", "endswith", [&](std::string_view affix) { return text.ends_with(affix); });
}

value removeprefix(evaluation&, value const& self, given_type given) {
    auto const prefix = required_text(given, "prefix");
    std::string_view const text = text_in(self);
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

value removesuffix(evaluation&, value const& self, given_type given) {
    auto const suffix = required_text(given, "suffix");
    std::string_view const text = text_in(self);
    return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
}

value partition_at(value const& self, given_type given, bool last) {
    auto const separator = separator_of(given);
    std::string_view const text = text_in(self);
    auto const at = last ? text.rfind(separator) : text.find(separator);
    if (at == std::string_view::npos)
        return last ? value::tuple({value{""}, value{""}, self}) : value::tuple({self, value{""}, value{""}});
    return value::tuple({value{text.substr(0, at)}, value{separator}, value{text.substr(at + separator.size())}});
}

value partition(evaluation&, value const& self, given_type given) {
    return partition_at(self, given, false);
}

value rpartition(evaluation&, value const& self, given_type given) {
    return partition_at(self, given, true);
}

std::size_t padding(evaluation& run, value const& self, given_type given) {
    auto const wanted = std::max<std::int64_t>(given.integer("width"), 0);
    auto const length = static_cast<std::int64_t>(length_of(run, self));
    auto const missing = static_cast<std::size_t>(std::max<std::int64_t>(wanted - length, 0));
    run.charge_memory(missing * 4);
    return missing;
}

std::string repeated(std::string_view fill, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += fill;
    return text;
}

std::string fill_of(given_type given) {
    auto const fill = required_text(given, "fillchar");
    if (code_points_of(fill) != 1)
        throw type_error("The fill character must be exactly one character long");
    return fill;
}

value ljust(evaluation& run, value const& self, given_type given) {
    return text_in(self) + repeated(fill_of(given), padding(run, self, given));
}

value rjust(evaluation& run, value const& self, given_type given) {
    return repeated(fill_of(given), padding(run, self, given)) + text_in(self);
}

value center(evaluation& run, value const& self, given_type given) {
    auto const missing = padding(run, self, given);
    auto const width = static_cast<std::size_t>(std::max<std::int64_t>(given.integer("width"), 0));
    auto const left = missing / 2 + (missing & width & 1U);
    return repeated(fill_of(given), left) + text_in(self) + repeated(fill_of(given), missing - left);
}

value zfill(evaluation& run, value const& self, given_type given) {
    auto const zeros = std::string(padding(run, self, given), '0');
    auto const& text = text_in(self);
    bool const sign = text.starts_with('-') || text.starts_with('+');
    return sign ? text.substr(0, 1) + zeros + text.substr(1) : zeros + text;
}

template <typename Test>
value all_characters(value const& self, std::string_view what, Test&& test) {
    require_ascii(self, what);
    auto const& text = text_in(self);
    return !text.empty() && std::ranges::all_of(text, test);
}

value isdigit(evaluation&, value const& self, given_type) {
    return all_characters(self, "isdigit()", is_digit);
}

value isalpha(evaluation&, value const& self, given_type) {
    return all_characters(self, "isalpha()", is_letter);
}

value isalnum(evaluation&, value const& self, given_type) {
    return all_characters(self, "isalnum()", [](char c) { return is_letter(c) || is_digit(c); });
}

value isspace(evaluation&, value const& self, given_type) {
    return all_characters(self, "isspace()", [](char c) { return is_space(static_cast<unsigned char>(c)); });
}

value isascii(evaluation&, value const& self, given_type) {
    return (*self.get_if<str_pointer>())->ascii;
}

value isidentifier(evaluation&, value const& self, given_type) {
    auto const good = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    auto const result = all_characters(self, "isidentifier()", good);
    return *result.boolean() && !is_digit(text_in(self)[0]);
}

value cased(value const& self, std::string_view what, char (*wanted)(char) noexcept) {
    require_ascii(self, what);
    auto const& text = text_in(self);
    return std::ranges::any_of(text, is_letter) && std::ranges::all_of(text, [&](char c) { return wanted(c) == c; });
}

value isupper(evaluation&, value const& self, given_type) {
    return cased(self, "isupper()", to_upper);
}

value islower(evaluation&, value const& self, given_type) {
    return cased(self, "islower()", to_lower);
}

value expandtabs(evaluation& run, value const& self, given_type given) {
    require_ascii(self, "expandtabs()");
    auto const width = given.integer("tabsize");
    if (width < 0 || width > 1000)
        throw given.refusal("tabsize", "an unusual width");
    std::string text;
    std::int64_t column = 0;
    for (char const c : text_in(self)) {
        if (c == '\t') {
            auto const spaces = width == 0 ? 0 : width - column % width;
            run.charge_memory(static_cast<std::size_t>(spaces));
            text.append(static_cast<std::size_t>(spaces), ' ');
            column += spaces;
            continue;
        }
        text += c;
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return text;
}

value format(evaluation& run, value const& self, given_type given) {
    auto text = format_braces(run, text_in(self), given.rest(), given.keywords());
    run.charge_memory(text.size());
    return text;
}

value format_map(evaluation& run, value const& self, given_type given) {
    auto const* table = given["mapping"].mapping();
    if (table == nullptr)
        throw given.refusal("mapping", "only dicts are evaluated here");
    return format_braces(run, text_in(self), {}, *table);
}

void require_utf8(given_type given) {
    auto encoding = given.text("encoding");
    std::ranges::transform(encoding, encoding.begin(), to_lower);
    if (encoding != "utf-8" && encoding != "utf8" && encoding != "ascii")
        throw given.refusal("encoding", "only UTF-8 and ASCII are evaluated");
}

value encode(evaluation&, value const& self, given_type given) {
    require_utf8(given);
    if (given.text("encoding") == "ascii")
        require_ascii(self, "the ASCII encoding");
    return bytes_data{text_in(self)};
}

value decode(evaluation&, value const& self, given_type given) {
    require_utf8(given);
    auto const& bytes = (*self.get_if<bytes_pointer>())->bytes;
    bool const good =
        given.text("encoding") == "ascii" ? is_ascii(bytes) : base::find_invalid_utf8(bytes) == std::string_view::npos;
    if (!good)
        throw not_evaluable("these bytes are no text in that encoding");
    return bytes;
}

value hex(evaluation&, value const& self, given_type) {
    static constexpr char const* digits = "0123456789abcdef";
    std::string text;
    for (char const c : (*self.get_if<bytes_pointer>())->bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4U];
        text += digits[static_cast<unsigned char>(c) & 0xFU];
    }
    return text;
}

} // namespace

method_table const& str_methods() {
    static method_table const once{
        {"lower()", lower},
        {"casefold()", lower},
        {"upper()", upper},
        {"swapcase()", swapcase},
        {"capitalize()", capitalize},
        {"title()", title},
        {"strip(chars=None, /)", strip},
        {"lstrip(chars=None, /)", lstrip},
        {"rstrip(chars=None, /)", rstrip},
        {"split(sep=None, maxsplit=-1)", split},
        {"rsplit(sep=None, maxsplit=-1)", rsplit},
        {"splitlines(keepends=False)", splitlines},
        {"join(iterable, /)", join},
        {"replace(old, new, count=-1, /)", replace},
        {"find(sub, start=None, end=None, /)", find},
        {"rfind(sub, start=None, end=None, /)", rfind},
        {"index(sub, start=None, end=None, /)", index},
        {"rindex(sub, start=None, end=None, /)", rindex},
        {"count(sub, start=None, end=None, /)", count},
        {"startswith(prefix, start=None, end=None, /)", startswith},
        {"endswith(suffix, start=None, end=None, /)", endswith},
        {"removeprefix(prefix, /)", removeprefix},
        {"removesuffix(suffix, /)", removesuffix},
        {"partition(sep, /)", partition},
        {"rpartition(sep, /)", rpartition},
        {"ljust(width, fillchar=' ', /)", ljust},
        {"rjust(width, fillchar=' ', /)", rjust},
        {"center(width, fillchar=' ', /)", center},
        {"zfill(width, /)", zfill},
        {"isdigit()", isdigit},
        {"isdecimal()", isdigit},
        {"isnumeric()", isdigit},
        {"isalpha()", isalpha},
        {"isalnum()", isalnum},
        {"isspace()", isspace},
        {"isascii()", isascii},
        {"isidentifier()", isidentifier},
        {"isupper()", isupper},
        {"islower()", islower},
        {"expandtabs(tabsize=8)", expandtabs},
        {"format(*args, **kw)", format},
        {"format_map(mapping, /)", format_map},
        {"encode(encoding='utf-8', errors='strict')", encode},
    };
    return once;
}

method_table const& bytes_methods() {
    static method_table const once{
        {"decode(encoding='utf-8', errors='strict')", decode},
        {"hex()", hex},
    };
    return once;
}

} // namespace alembicore::python
