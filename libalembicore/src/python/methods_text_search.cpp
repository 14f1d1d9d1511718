// str methods that look for text: find, index, count, startswith, endswith.
#include "python/exception.hpp"
#include "python/methods_text.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include <algorithm>

namespace alembicore::python::text_methods {

namespace {

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

} // namespace

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

} // namespace alembicore::python::text_methods
