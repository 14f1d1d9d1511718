#include "authoring/catalog_type.hpp"

#include "catalog/definition.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace alembicore::authoring {

namespace {

using schema::column_type;
using schema::type_family;

struct type_word {
    std::string_view text; ///< as PostgreSQL prints it
    std::string_view keyword;
    type_family family;
};

constexpr std::array plain_words{
    type_word{"integer", "INTEGER", type_family::integer},
    type_word{"bigint", "BIGINT", type_family::big_integer},
    type_word{"smallint", "SMALLINT", type_family::small_integer},
    type_word{"boolean", "BOOLEAN", type_family::boolean},
    type_word{"date", "DATE", type_family::date},
    type_word{"bytea", "BYTEA", type_family::binary},
    type_word{"real", "REAL", type_family::floating},
    type_word{"double precision", "DOUBLE PRECISION", type_family::floating},
    type_word{"uuid", "UUID", type_family::uuid},
    type_word{"json", "JSON", type_family::json},
    type_word{"jsonb", "JSONB", type_family::json},
    type_word{"interval", "INTERVAL", type_family::interval},
    type_word{"inet", "INET", type_family::other},
    type_word{"cidr", "CIDR", type_family::other},
    type_word{"macaddr", "MACADDR", type_family::other},
    type_word{"macaddr8", "MACADDR8", type_family::other},
    type_word{"money", "MONEY", type_family::other},
    type_word{"oid", "OID", type_family::other},
    type_word{"regclass", "REGCLASS", type_family::other},
    type_word{"tsvector", "TSVECTOR", type_family::other},
    type_word{"int4range", "INT4RANGE", type_family::other},
    type_word{"int8range", "INT8RANGE", type_family::other},
    type_word{"numrange", "NUMRANGE", type_family::other},
    type_word{"daterange", "DATERANGE", type_family::other},
    type_word{"tsrange", "TSRANGE", type_family::other},
    type_word{"tstzrange", "TSTZRANGE", type_family::other},
};

/// Types whose text may have arguments between its words: `timestamp(3) with time zone`.
constexpr std::array words_with_arguments{
    type_word{"character varying", "VARCHAR", type_family::string},
    type_word{"character", "CHAR", type_family::string},
    type_word{"text", "TEXT", type_family::string},
    type_word{"numeric", "NUMERIC", type_family::numeric},
    type_word{"timestamp without time zone", "TIMESTAMP", type_family::timestamp},
    type_word{"timestamp with time zone", "TIMESTAMP", type_family::timestamp},
    type_word{"time without time zone", "TIME", type_family::time},
    type_word{"time with time zone", "TIME", type_family::time},
    type_word{"bit varying", "BIT VARYING", type_family::other},
    type_word{"bit", "BIT", type_family::other},
};

template <std::size_t Count>
type_word const* find(std::array<type_word, Count> const& in, std::string_view text) {
    auto const found = std::ranges::find(in, text, &type_word::text);
    return found == in.end() ? nullptr : &*found;
}

/// `numeric(10,2)` → `numeric` and its two arguments.
struct taken_apart {
    std::string words{};
    std::vector<std::string> arguments{};
};

taken_apart take_apart(std::string_view text) {
    auto const open = text.find('(');
    auto const close = text.find(')');
    if (open == std::string_view::npos || close == std::string_view::npos)
        return {.words = std::string{text}};
    taken_apart made{.words = std::string{text.substr(0, open)} + std::string{text.substr(close + 1)}};
    auto rest = text.substr(open + 1, close - open - 1);
    while (!rest.empty()) {
        auto const comma = std::min(rest.find(','), rest.size());
        made.arguments.emplace_back(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return made;
}

/// `pg_catalog."C"` → `C`; empty for one of another schema.
std::string builtin_collation(std::string_view text) {
    constexpr std::string_view schema = "pg_catalog.";
    if (!text.starts_with(schema))
        return {};
    text.remove_prefix(schema.size());
    if (text.size() > 2 && text.front() == '"')
        text = text.substr(1, text.size() - 2);
    return text.find('"') == std::string_view::npos ? std::string{text} : std::string{};
}

column_type in_own_words(std::string const& text) {
    return {.keyword = text, .family = type_family::other};
}

column_type type_of_text(std::string const& text, known_enumerations const& enumerations) {
    if (text.ends_with("[]")) {
        column_type array{.family = type_family::array};
        array.element =
            std::make_shared<column_type const>(type_of_text(text.substr(0, text.size() - 2), enumerations));
        return array;
    }
    if (auto found = enumerations.find(text))
        return {.family = type_family::enumeration, .enumeration = std::move(found)};
    if (auto const* word = find(plain_words, text))
        return {.keyword = std::string{word->keyword}, .family = word->family};
    auto [words, arguments] = take_apart(text);
    auto const* word = find(words_with_arguments, words);
    // Without a length these two are other types than their words say.
    if (word == nullptr || (arguments.empty() && (word->keyword == "CHAR" || word->keyword == "BIT")))
        return in_own_words(text);
    column_type made{.keyword = std::string{word->keyword}, .arguments = std::move(arguments), .family = word->family};
    if (words.ends_with("with time zone"))
        made.suffix = "WITH TIME ZONE";
    else if (words.ends_with("without time zone"))
        made.suffix = "WITHOUT TIME ZONE";
    return made;
}

} // namespace

schema::qualified_name revision_names::of(catalog::name const& name) const {
    schema::qualified_name made{.name = {.text = name.object, .quote = {}}, .schema = {}};
    if (name.schema != default_schema_)
        made.schema = schema::identifier{.text = name.schema, .quote = {}};
    return made;
}

known_enumerations::known_enumerations(catalog::snapshot const& of, revision_names const& names) {
    for (auto const& each : of.enumerations)
        by_text_.emplace(
            catalog::quoted(each.name), std::make_shared<schema::enumeration const>(enumeration_of(each, names))
        );
}

std::shared_ptr<schema::enumeration const> known_enumerations::find(std::string const& type) const {
    auto const found = by_text_.find(type);
    return found == by_text_.end() ? nullptr : found->second;
}

schema::enumeration enumeration_of(catalog::enumeration const& from, revision_names const& names) {
    return {
        .name = names.of(from.name),
        .labels = from.labels,
        .unwritable = {},
        .creation = schema::type_creation::apart,
    };
}

column_type type_of(catalog::column const& column, known_enumerations const& enumerations) {
    auto made = type_of_text(column.type, enumerations);
    if (column.collation.empty())
        return made;
    made.collation = builtin_collation(column.collation);
    if (made.family != type_family::string || made.collation.empty())
        return in_own_words(column.type + " COLLATE " + column.collation);
    return made;
}

} // namespace alembicore::authoring
