// The table of the methods of str, and encode, which leads to bytes.
#include "python/methods_text.hpp"
#include "python/exception.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

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

void text_methods::require_utf8(given_type given) {
    auto encoding = given.text("encoding");
    for (char& c : encoding)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (encoding != "utf-8" && encoding != "utf8" && encoding != "ascii")
        throw given.refusal("encoding", "only UTF-8 and ASCII are evaluated");
}

namespace {

value encode(evaluation&, value const& self, given_type given) {
    require_utf8(given);
    if (given.text("encoding") == "ascii")
        require_ascii(self, "the ASCII encoding");
    return bytes_data{text_in(self)};
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

} // namespace alembicore::python
