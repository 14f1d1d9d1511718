// str methods that take text apart and put it together: strip, split, join, replace, partition.
#include "python/exception.hpp"
#include "python/methods_text.hpp"
#include "python/operations.hpp"
#include "python/string_literal.hpp"
#include "python/text.hpp"

#include <algorithm>
#include <functional>

namespace alembicore::python::text_methods {

namespace {

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
    for (auto const bytes : each_code_point(text)) {
        if (!drop(bytes))
            break;
        text.remove_prefix(bytes.size());
    }
    return text;
}

std::string_view strip_right(std::string_view text, std::function<bool(std::string_view)> const& drop) {
    while (!text.empty()) {
        auto start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U)
            --start;
        if (!drop(text.substr(start)))
            break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

std::vector<value> split_at(evaluation& run, std::string_view text, std::string_view separator, std::int64_t limit) {
    std::vector<value> parts;
    while (limit-- != 0) {
        auto const at = text.find(separator);
        if (at == std::string_view::npos)
            break;
        run.charge_memory(overhead_of_text);
        parts.emplace_back(text.substr(0, at));
        text.remove_prefix(at + separator.size());
    }
    parts.emplace_back(text);
    return parts;
}

/// The words of a text; after `limit` of them the rest.
std::vector<value> split_at_spaces(evaluation& run, std::string_view text, std::int64_t limit) {
    charge_splitting(run, text);
    auto const points = split_code_points(text);
    auto const is_blank = [&](std::size_t at) { return is_space(decode_code_point(points[at])); };
    auto const end = text.data() + text.size();
    std::vector<value> parts;
    std::size_t at = 0;
    while (true) {
        while (at < points.size() && is_blank(at))
            ++at;
        if (at == points.size())
            return parts;
        run.charge_memory(overhead_of_text);
        auto const* const begin = points[at].data();
        if (limit-- == 0) {
            parts.emplace_back(std::string_view{begin, static_cast<std::size_t>(end - begin)});
            return parts;
        }
        while (at < points.size() && !is_blank(at))
            ++at;
        auto const* const stop = at < points.size() ? points[at].data() : end;
        parts.emplace_back(std::string_view{begin, static_cast<std::size_t>(stop - begin)});
    }
}

/// The words from the right, in order.
std::vector<value> split_words_from_right(evaluation& run, std::string_view text, std::int64_t limit) {
    charge_splitting(run, text);
    auto const points = split_code_points(text);
    auto const is_blank = [&](std::size_t at) { return is_space(decode_code_point(points[at])); };
    std::vector<value> parts;
    auto at = points.size();
    while (true) {
        while (at > 0 && is_blank(at - 1))
            --at;
        if (at == 0)
            break;
        run.charge_memory(overhead_of_text);
        auto const* const stop = points[at - 1].data() + points[at - 1].size();
        if (limit-- == 0) {
            auto const rest = text.substr(0, static_cast<std::size_t>(stop - text.data()));
            parts.emplace_back(rest);
            break;
        }
        while (at > 0 && !is_blank(at - 1))
            --at;
        parts.emplace_back(std::string_view{points[at].data(), static_cast<std::size_t>(stop - points[at].data())});
    }
    std::ranges::reverse(parts);
    return parts;
}

std::string separator_of(given_type given) {
    auto const separator = required_text(given, "sep");
    if (separator.empty())
        throw value_error("empty separator");
    return separator;
}

value partition_at(value const& self, given_type given, bool last) {
    auto const separator = separator_of(given);
    std::string_view const text = text_in(self);
    auto const at = last ? text.rfind(separator) : text.find(separator);
    if (at == std::string_view::npos)
        return last ? value::tuple({value{""}, value{""}, self}) : value::tuple({self, value{""}, value{""}});
    return value::tuple({value{text.substr(0, at)}, value{separator}, value{text.substr(at + separator.size())}});
}

} // namespace

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

value split(evaluation& run, value const& self, given_type given) {
    auto const& text = text_in(self);
    run.charge_memory(2 * text.size());
    run.charge_steps(text.size() / 16);
    auto const limit = given.integer("maxsplit");
    if (given["sep"].is_none())
        return value::list(split_at_spaces(run, text, limit));
    return value::list(split_at(run, text, separator_of(given), limit));
}

value rsplit(evaluation& run, value const& self, given_type given) {
    auto const limit = given.integer("maxsplit");
    if (limit < 0)
        return split(run, self, given);
    run.charge_memory(2 * text_in(self).size());
    if (given["sep"].is_none())
        return value::list(split_words_from_right(run, text_in(self), limit));
    auto const separator = separator_of(given);
    std::string_view text = text_in(self);
    std::vector<value> parts;
    for (std::int64_t i = 0; i < limit; ++i) {
        auto const at = text.rfind(separator);
        if (at == std::string_view::npos)
            break;
        run.charge_memory(overhead_of_text);
        parts.emplace_back(text.substr(at + separator.size()));
        text = text.substr(0, at);
    }
    parts.emplace_back(text);
    std::ranges::reverse(parts);
    return value::list(std::move(parts));
}

value splitlines(evaluation& run, value const& self, given_type given) {
    bool const keep = given.boolean("keepends");
    std::string_view text = text_in(self);
    std::vector<value> lines;
    std::size_t begin = 0;
    charge_splitting(run, text);
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
        run.charge_memory(overhead_of_text + at - begin);
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
        for (auto const bytes : each_code_point(text)) {
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

value partition(evaluation&, value const& self, given_type given) {
    return partition_at(self, given, false);
}

value rpartition(evaluation&, value const& self, given_type given) {
    return partition_at(self, given, true);
}

/// By a dict of code points, as `str.maketrans` makes it.
value translate(evaluation& run, value const& self, given_type given) {
    auto const* table = given["table"].mapping();
    if (table == nullptr)
        throw given.refusal("table", "only dicts are evaluated here");
    std::string result;
    for (auto const bytes : each_code_point(text_in(self))) {
        run.charge_steps(1);
        auto const* found = table->find(value{static_cast<std::int64_t>(decode_code_point(bytes))});
        auto const text = found == nullptr ? std::optional{bytes} : found->text();
        auto const code = found == nullptr ? std::nullopt : found->integer();
        if (code)
            append_utf8(result, static_cast<char32_t>(*code));
        else if (!text && !found->is_none())
            throw given.refusal("table", "only strings, numbers and None are evaluated here");
        run.charge_memory(text.value_or("").size() + 4);
        result += text.value_or("");
    }
    return result;
}

namespace {

value code_point_key(std::string_view bytes) {
    return static_cast<std::int64_t>(decode_code_point(bytes));
}

/// A dict whose keys of one character become numbers.
value translation_of(given_type given) {
    auto const* table = given["x"].mapping();
    if (table == nullptr)
        throw type_error("if you give only one argument to maketrans it must be a dict");
    dict_table result;
    table->for_each([&](value const& key, value const& item) {
        auto const text = key.text();
        if (text && code_points_of(*text) != 1)
            throw value_error("string keys in translate table must be of length 1");
        result.set(text ? code_point_key(*text) : key, item);
    });
    return value::dict(std::move(result));
}

} // namespace

value maketrans(evaluation&, given_type given) {
    if (!given.given("y"))
        return translation_of(given);
    auto const from = split_code_points(given["x"].text().value_or(""));
    auto const to = split_code_points(given["y"].text().value_or(""));
    if (from.size() != to.size())
        throw value_error("the first two maketrans arguments must have equal length");
    dict_table result;
    for (std::size_t i = 0; i < from.size(); ++i)
        result.set(code_point_key(from[i]), code_point_key(to[i]));
    for (auto const bytes : each_code_point(given["z"].text().value_or("")))
        result.set(code_point_key(bytes), {});
    return value::dict(std::move(result));
}

} // namespace alembicore::python::text_methods
