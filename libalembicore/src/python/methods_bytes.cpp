// The methods of bytes: what str has, but bytes are bytes and only ASCII has letters and blanks.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/methods_text.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include "base/file.hpp"
#include "base/hexadecimal.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

constexpr std::string_view blanks = " \t\n\r\x0b\x0c";

std::string const& bytes_in(value const& self) {
    return (*self.get_if<bytes_pointer>())->bytes;
}

value made(std::string_view bytes) {
    return bytes_data{std::string{bytes}};
}

/// TypeError when the argument is no bytes.
std::string const& other_bytes(given_type given, std::string_view parameter) {
    if (auto const* bytes = given[parameter].get_if<bytes_pointer>())
        return (*bytes)->bytes;
    throw type_error("a bytes-like object is required, not '" + type_name_of(given[parameter]) + "'");
}

value decode(evaluation&, value const& self, given_type given) {
    text_methods::require_utf8(given);
    auto const& bytes = bytes_in(self);
    bool const good =
        given.text("encoding") == "ascii" ? is_ascii(bytes) : base::find_invalid_utf8(bytes) == std::string_view::npos;
    if (!good)
        throw not_evaluable("these bytes are no text in that encoding");
    return bytes;
}

value hex(evaluation&, value const& self, given_type) {
    return base::hexadecimal(bytes_in(self));
}

template <typename Test>
bool any_affix(given_type given, std::string_view parameter, std::string_view name, Test&& test) {
    auto const& affix = given[parameter];
    if (auto const* bytes = affix.get_if<bytes_pointer>())
        return test((*bytes)->bytes);
    auto const* several = affix.get_if<tuple_pointer>();
    if (several == nullptr)
        throw type_error(
            std::string{name} + " first arg must be bytes or a tuple of bytes, not " + type_name_of(affix)
        );
    return std::ranges::any_of((*several)->items, [&](value const& each) {
        auto const* bytes = each.get_if<bytes_pointer>();
        if (bytes == nullptr)
            throw type_error("a bytes-like object is required, not '" + type_name_of(each) + "'");
        return test((*bytes)->bytes);
    });
}

value startswith(evaluation&, value const& self, given_type given) {
    return any_affix(given, "prefix", "startswith", [&](std::string_view affix) {
        return bytes_in(self).starts_with(affix);
    });
}

value endswith(evaluation&, value const& self, given_type given) {
    return any_affix(given, "suffix", "endswith", [&](std::string_view affix) {
        return bytes_in(self).ends_with(affix);
    });
}

/// What is looked for: bytes, or the number of one.
std::string sought(given_type given) {
    auto const& sub = given["sub"];
    if (auto const* bytes = sub.get_if<bytes_pointer>())
        return (*bytes)->bytes;
    auto const number = sub.get_if<double>() == nullptr ? sub.integer() : std::nullopt;
    if (!number)
        throw type_error("argument should be integer or bytes-like object, not '" + type_name_of(sub) + "'");
    if (*number < 0 || *number > 255)
        throw value_error("byte must be in range(0, 256)");
    return std::string(1, static_cast<char>(*number));
}

struct window {
    std::string_view bytes;
    std::size_t offset;
    bool beyond; ///< not even nothing is found there
};

window window_of(value const& self, given_type given) {
    std::string_view const bytes = bytes_in(self);
    auto const part = resolve_slice(given.optional_integer("start"), given.optional_integer("end"), 1, bytes.size());
    auto const start = static_cast<std::size_t>(part.start);
    bool const beyond = given.optional_integer("start").value_or(0) > static_cast<std::int64_t>(bytes.size());
    return {bytes.substr(std::min(start, bytes.size()), part.count), start, beyond};
}

std::int64_t
find_bytes(value const& self, given_type given, std::size_t (*search)(std::string_view, std::string_view)) {
    auto const within = window_of(self, given);
    auto const at = within.beyond ? std::string_view::npos : search(within.bytes, sought(given));
    return at == std::string_view::npos ? -1 : static_cast<std::int64_t>(within.offset + at);
}

std::size_t first_in(std::string_view bytes, std::string_view part) {
    return bytes.find(part);
}

std::size_t last_in(std::string_view bytes, std::string_view part) {
    return bytes.rfind(part);
}

value find(evaluation&, value const& self, given_type given) {
    return find_bytes(self, given, first_in);
}

value rfind(evaluation&, value const& self, given_type given) {
    return find_bytes(self, given, last_in);
}

value index(evaluation&, value const& self, given_type given) {
    auto const at = find_bytes(self, given, first_in);
    return at < 0 ? throw value_error("subsection not found") : at;
}

value rindex(evaluation&, value const& self, given_type given) {
    auto const at = find_bytes(self, given, last_in);
    return at < 0 ? throw value_error("subsection not found") : at;
}

value count(evaluation& run, value const& self, given_type given) {
    auto const [bytes, offset, beyond] = window_of(self, given);
    auto const wanted = sought(given);
    if (wanted.empty())
        return beyond ? 0 : static_cast<std::int64_t>(bytes.size() + 1);
    run.charge_steps(bytes.size() / 16);
    std::int64_t found = 0;
    for (auto at = bytes.find(wanted); at != std::string_view::npos; at = bytes.find(wanted, at + wanted.size()))
        ++found;
    return found;
}

std::string_view without_left(std::string_view bytes, std::string_view dropped) {
    return bytes.substr(std::min(bytes.find_first_not_of(dropped), bytes.size()));
}

std::string_view without_right(std::string_view bytes, std::string_view dropped) {
    return bytes.substr(0, bytes.find_last_not_of(dropped) + 1);
}

std::string_view dropped(given_type given) {
    return given["chars"].is_none() ? blanks : std::string_view{other_bytes(given, "chars")};
}

value strip(evaluation&, value const& self, given_type given) {
    return made(without_left(without_right(bytes_in(self), dropped(given)), dropped(given)));
}

value lstrip(evaluation&, value const& self, given_type given) {
    return made(without_left(bytes_in(self), dropped(given)));
}

value rstrip(evaluation&, value const& self, given_type given) {
    return made(without_right(bytes_in(self), dropped(given)));
}

std::vector<value> words_of(evaluation& run, std::string_view bytes, std::int64_t limit) {
    std::vector<value> words;
    for (bytes = without_left(bytes, blanks); !bytes.empty(); bytes = without_left(bytes, blanks)) {
        run.charge_memory(sizeof(value));
        if (limit-- == 0) {
            words.push_back(made(bytes));
            break;
        }
        auto const end = std::min(bytes.find_first_of(blanks), bytes.size());
        words.push_back(made(bytes.substr(0, end)));
        bytes.remove_prefix(end);
    }
    return words;
}

value split(evaluation& run, value const& self, given_type given) {
    std::string_view bytes = bytes_in(self);
    auto limit = given.integer("maxsplit");
    if (given["sep"].is_none())
        return value::list(words_of(run, bytes, limit));
    std::string_view const separator = other_bytes(given, "sep");
    if (separator.empty())
        throw value_error("empty separator");
    std::vector<value> parts;
    for (auto at = bytes.find(separator); at != std::string_view::npos && limit-- != 0; at = bytes.find(separator)) {
        run.charge_memory(sizeof(value));
        parts.push_back(made(bytes.substr(0, at)));
        bytes.remove_prefix(at + separator.size());
    }
    parts.push_back(made(bytes));
    return value::list(std::move(parts));
}

value join(evaluation& run, value const& self, given_type given) {
    std::string joined;
    std::size_t at = 0;
    for (auto const& each : run.collect(given["iterable"])) {
        auto const* bytes = each.get_if<bytes_pointer>();
        if (bytes == nullptr)
            throw type_error(
                "sequence item " + std::to_string(at) + ": expected a bytes-like object, " + type_name_of(each) +
                " found"
            );
        run.charge_memory((*bytes)->bytes.size() + bytes_in(self).size());
        joined += (at++ == 0 ? "" : bytes_in(self)) + (*bytes)->bytes;
    }
    return made(joined);
}

value replace(evaluation& run, value const& self, given_type given) {
    std::string_view bytes = bytes_in(self);
    auto const& old = other_bytes(given, "old");
    auto const& fresh = other_bytes(given, "new");
    if (old.empty())
        throw given.refusal("old", "replacing nothing is not evaluated");
    auto limit = given.integer("count");
    std::string result;
    for (auto at = bytes.find(old); at != std::string_view::npos && limit-- != 0; at = bytes.find(old)) {
        run.charge_memory(at + fresh.size());
        result.append(bytes.substr(0, at)).append(fresh);
        bytes.remove_prefix(at + old.size());
    }
    return made(result.append(bytes));
}

value removeprefix(evaluation&, value const& self, given_type given) {
    auto const& prefix = other_bytes(given, "prefix");
    std::string_view const bytes = bytes_in(self);
    return made(bytes.starts_with(prefix) ? bytes.substr(prefix.size()) : bytes);
}

value removesuffix(evaluation&, value const& self, given_type given) {
    auto const& suffix = other_bytes(given, "suffix");
    std::string_view const bytes = bytes_in(self);
    return made(bytes.ends_with(suffix) ? bytes.substr(0, bytes.size() - suffix.size()) : bytes);
}

value lower(evaluation&, value const& self, given_type) {
    auto bytes = bytes_in(self);
    for (char& c : bytes)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return made(bytes);
}

value upper(evaluation&, value const& self, given_type) {
    auto bytes = bytes_in(self);
    for (char& c : bytes)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return made(bytes);
}

} // namespace

value bytes_from_hex(bound_arguments const& given) {
    auto const digits = given.text("string");
    std::string bytes;
    auto const digit_at = [&](std::size_t at) {
        static constexpr std::string_view known = "0123456789abcdef";
        char const c = at >= digits.size()                      ? '?'
                       : digits[at] >= 'A' && digits[at] <= 'F' ? static_cast<char>(digits[at] + 32)
                                                                : digits[at];
        auto const found = known.find(c);
        if (found == std::string_view::npos)
            throw value_error("non-hexadecimal number found in fromhex() arg at position " + std::to_string(at));
        return found;
    };
    for (std::size_t at = 0; at < digits.size();) {
        if (blanks.find(digits[at]) != std::string_view::npos) {
            ++at;
            continue;
        }
        bytes += static_cast<char>(digit_at(at) * 16 + digit_at(at + 1));
        at += 2;
    }
    return made(bytes);
}

method_table const& bytes_methods() {
    static method_table const once{
        {"decode(encoding='utf-8', errors='strict')", decode},
        {"hex()", hex},
        {"startswith(prefix, /)", startswith},
        {"endswith(suffix, /)", endswith},
        {"find(sub, start=None, end=None, /)", find},
        {"rfind(sub, start=None, end=None, /)", rfind},
        {"index(sub, start=None, end=None, /)", index},
        {"rindex(sub, start=None, end=None, /)", rindex},
        {"count(sub, start=None, end=None, /)", count},
        {"strip(chars=None, /)", strip},
        {"lstrip(chars=None, /)", lstrip},
        {"rstrip(chars=None, /)", rstrip},
        {"split(sep=None, maxsplit=-1)", split},
        {"join(iterable, /)", join},
        {"replace(old, new, count=-1, /)", replace},
        {"removeprefix(prefix, /)", removeprefix},
        {"removesuffix(suffix, /)", removesuffix},
        {"lower()", lower},
        {"upper()", upper},
    };
    return once;
}

} // namespace alembicore::python
