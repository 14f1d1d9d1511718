// The methods of str, by topic; methods_text.cpp has the table.
#pragma once

#include "python/methods.hpp"

namespace alembicore::python::text_methods {

using given_type = bound_arguments const&;

[[nodiscard]] inline std::string const& text_in(value const& self) {
    return (*self.get_if<str_pointer>())->text;
}

/// TypeError when the argument is no string.
[[nodiscard]] std::string required_text(given_type given, std::string_view parameter);
/// Refuses text whose treatment needs more of Unicode than is certain.
void require_ascii(value const& self, std::string_view what);
/// Refuses encodings other than UTF-8 and ASCII.
void require_utf8(given_type given);

value lower(evaluation& run, value const& self, given_type given);
value upper(evaluation& run, value const& self, given_type given);
value casefold(evaluation& run, value const& self, given_type given);
value swapcase(evaluation& run, value const& self, given_type given);
value capitalize(evaluation& run, value const& self, given_type given);
value title(evaluation& run, value const& self, given_type given);
value isdigit(evaluation& run, value const& self, given_type given);
value isdecimal(evaluation& run, value const& self, given_type given);
value isnumeric(evaluation& run, value const& self, given_type given);
value isalpha(evaluation& run, value const& self, given_type given);
value isalnum(evaluation& run, value const& self, given_type given);
value isspace(evaluation& run, value const& self, given_type given);
value isascii(evaluation& run, value const& self, given_type given);
value isidentifier(evaluation& run, value const& self, given_type given);
value isupper(evaluation& run, value const& self, given_type given);
value islower(evaluation& run, value const& self, given_type given);
value istitle(evaluation& run, value const& self, given_type given);
value isprintable(evaluation& run, value const& self, given_type given);

value strip(evaluation& run, value const& self, given_type given);
value lstrip(evaluation& run, value const& self, given_type given);
value rstrip(evaluation& run, value const& self, given_type given);
value split(evaluation& run, value const& self, given_type given);
value rsplit(evaluation& run, value const& self, given_type given);
value splitlines(evaluation& run, value const& self, given_type given);
value join(evaluation& run, value const& self, given_type given);
value replace(evaluation& run, value const& self, given_type given);
value removeprefix(evaluation& run, value const& self, given_type given);
value removesuffix(evaluation& run, value const& self, given_type given);
value partition(evaluation& run, value const& self, given_type given);
value rpartition(evaluation& run, value const& self, given_type given);
value translate(evaluation& run, value const& self, given_type given);

value find(evaluation& run, value const& self, given_type given);
value rfind(evaluation& run, value const& self, given_type given);
value index(evaluation& run, value const& self, given_type given);
value rindex(evaluation& run, value const& self, given_type given);
value count(evaluation& run, value const& self, given_type given);
value startswith(evaluation& run, value const& self, given_type given);
value endswith(evaluation& run, value const& self, given_type given);

value ljust(evaluation& run, value const& self, given_type given);
value rjust(evaluation& run, value const& self, given_type given);
value center(evaluation& run, value const& self, given_type given);
value zfill(evaluation& run, value const& self, given_type given);
value expandtabs(evaluation& run, value const& self, given_type given);
value format(evaluation& run, value const& self, given_type given);
value format_map(evaluation& run, value const& self, given_type given);

/// `str.maketrans(x, y, z)`
[[nodiscard]] value maketrans(evaluation& run, given_type given);

} // namespace alembicore::python::text_methods
