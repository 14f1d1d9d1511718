#include "sql/identifier.hpp"

#include <alembicore/error.hpp>

#include <boost/uuid/detail/md5.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace alembicore::sql {

namespace {

/// Longest identifier PostgreSQL keeps, in characters as SQLAlchemy counts them.
constexpr std::size_t longest_name = 63;

/// The words that SQLAlchemy quotes on PostgreSQL; sorted.
constexpr std::array<std::string_view, 102> reserved_words{
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "new",
    "not",
    "notnull",
    "null",
    "of",
    "off",
    "offset",
    "old",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "table",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
};

bool is_plain_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

bool needs_quotes(std::string_view name) {
    if (name.empty() || name.front() == '$' || (name.front() >= '0' && name.front() <= '9'))
        return true;
    return !std::all_of(name.begin(), name.end(), is_plain_character) ||
           std::binary_search(reserved_words.begin(), reserved_words.end(), name);
}

std::string doubled(std::string_view text, char special) {
    std::string result(1, special);
    for (char const c : text)
        result.append(c == special ? 2U : 1U, c);
    return result + special;
}

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t characters_in(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues_character));
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; end < text.size(); ++end)
        if (!continues_character(text[end]) && count-- == 0)
            break;
    return text.substr(0, end);
}

/// The last four hexadecimal digits of the MD5 of a name.
std::string digest_tail(std::string_view name) {
    boost::uuids::detail::md5 hash;
    hash.process_bytes(name.data(), name.size());
    boost::uuids::detail::md5::digest_type digest;
    hash.get_digest(digest);
    std::array<char, 5> text{};
    std::snprintf(text.data(), text.size(), "%04x", digest[3] & 0xFFFFU);
    return text.data();
}

} // namespace

std::string quote(schema::identifier const& name) {
    return name.quote.value_or(needs_quotes(name.text)) ? doubled(name.text, '"') : name.text;
}

std::string quote(schema::qualified_name const& name) {
    return name.schema ? quote(*name.schema) + '.' + quote(name.name) : quote(name.name);
}

std::string quote_dotted(schema::qualified_name const& name) {
    if (!name.schema || name.schema->quote)
        return quote(name);
    std::string result;
    std::string_view rest = name.schema->text;
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
        result += quote(schema::identifier{std::string{rest.substr(0, dot)}, {}}) + '.';
        rest.remove_prefix(dot + 1);
    }
    return result + quote(schema::identifier{std::string{rest}, {}}) + '.' + quote(name.name);
}

std::string quote(schema::object_name const& name) {
    if (characters_in(name.name.text) <= longest_name)
        return quote(name.name);
    if (name.origin == schema::name_origin::written)
        throw error{
            errc::python_exception,
            "IdentifierError: Identifier '" + name.name.text + "' exceeds maximum length of 63 characters",
            "shorten the name, or write it as op.f(\"…\")"};
    return quote(schema::identifier{
        std::string{first_characters(name.name.text, longest_name - 8)} + '_' + digest_tail(name.name.text),
        name.name.quote});
}

std::string quote_literal(std::string_view text) {
    return doubled(text, '\'');
}

} // namespace alembicore::sql
