// The tables of the methods of str and bytes, and between the two: encode and decode.
#include "python/methods_text.hpp"
#include "python/encoding.hpp"
#include "python/exception.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include "base/file.hpp"
#include "base/hexadecimal.hpp"

#include <algorithm>

namespace alembicore::python {

using namespace text_methods;

std::string text_methods::required_text(given_type given, std::string_view parameter) {
    if (auto const text = given[parameter].text())
        return std::string{*text};
    throw type_error("must be str, not " + type_name_of(given[parameter]));
}

void text_methods::require_ascii(value const& self, std::string_view what) {
    if (!(*self.get_if<str_pointer>())->ascii)
        throw not_evaluable(std::string{what} + " of text beyond ASCII is not evaluated");
}

namespace {

void require_utf8(given_type given) {
    auto encoding = given.text("encoding");
    for (char& c : encoding)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
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
    return base::hexadecimal((*self.get_if<bytes_pointer>())->bytes);
}

std::string const& other_bytes(given_type given, char const* parameter) {
    if (auto const* bytes = given[parameter].get_if<bytes_pointer>())
        return (*bytes)->bytes;
    throw given.refusal(parameter, "only bytes are evaluated here");
}

value bytes_start(evaluation&, value const& self, given_type given) {
    return (*self.get_if<bytes_pointer>())->bytes.starts_with(other_bytes(given, "prefix"));
}

value bytes_end(evaluation&, value const& self, given_type given) {
    return (*self.get_if<bytes_pointer>())->bytes.ends_with(other_bytes(given, "suffix"));
}

} // namespace

method_table const& str_methods() {
    static method_table const once{
        {"lower()", lower},
        {"casefold()", casefold},
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
        {"isdecimal()", isdecimal},
        {"isnumeric()", isnumeric},
        {"isalpha()", isalpha},
        {"isalnum()", isalnum},
        {"isspace()", isspace},
        {"isascii()", isascii},
        {"isidentifier()", isidentifier},
        {"isupper()", isupper},
        {"islower()", islower},
        {"istitle()", istitle},
        {"isprintable()", isprintable},
        {"expandtabs(tabsize=8)", expandtabs},
        {"format(*args, **kw)", format},
        {"format_map(mapping, /)", format_map},
        {"translate(table, /)", translate},
        {"encode(encoding='utf-8', errors='strict')", encode},
    };
    return once;
}

method_table const& bytes_methods() {
    static method_table const once{
        {"decode(encoding='utf-8', errors='strict')", decode},
        {"hex()", hex},
        {"startswith(prefix, /)", bytes_start},
        {"endswith(suffix, /)", bytes_end},
    };
    return once;
}

} // namespace alembicore::python
