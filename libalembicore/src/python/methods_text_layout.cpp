// str methods that fill and format: justification, zeros, tabs, format().
#include "python/exception.hpp"
#include "python/format.hpp"
#include "python/methods_text.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include <algorithm>

namespace alembicore::python::text_methods {

namespace {

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

} // namespace

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

} // namespace alembicore::python::text_methods
