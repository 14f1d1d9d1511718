#include "sqlalchemy/reflected_types.hpp"

#include "python/unknown.hpp"
#include "sqlalchemy/modules.hpp"
#include "sqlalchemy/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;

/// How the text in parentheses becomes arguments.
enum class reading {
    nothing,
    length,    ///< the first argument is a number
    pair,      ///< precision and scale, both or none
    with_zone, ///< timezone=True, precision=…
    without_zone,
    bits,     ///< varying=True, length
    interval, ///< precision=…, fields=…
    real,     ///< precision 53
};

struct known_type {
    std::string_view text; ///< of format_type(), without parentheses
    std::string_view name; ///< the class
    reading arguments = reading::nothing;
};

constexpr std::array<known_type, 48> known_types{{
    {"integer", "INTEGER"},
    {"bigint", "BIGINT"},
    {"smallint", "SMALLINT"},
    {"character varying", "VARCHAR", reading::length},
    {"character", "CHAR", reading::length},
    {"\"char\"", "String"},
    {"name", "String"},
    {"text", "TEXT"},
    {"numeric", "NUMERIC", reading::pair},
    {"real", "REAL"},
    {"double precision", "DOUBLE_PRECISION", reading::real},
    {"inet", "INET"},
    {"cidr", "CIDR"},
    {"citext", "CITEXT"},
    {"uuid", "UUID"},
    {"bit", "BIT", reading::length},
    {"bit varying", "BIT", reading::bits},
    {"macaddr", "MACADDR"},
    {"macaddr8", "MACADDR8"},
    {"money", "MONEY"},
    {"oid", "OID"},
    {"regclass", "REGCLASS"},
    {"timestamp", "TIMESTAMP", reading::without_zone},
    {"timestamp with time zone", "TIMESTAMP", reading::with_zone},
    {"timestamp without time zone", "TIMESTAMP", reading::without_zone},
    {"time", "TIME", reading::without_zone},
    {"time with time zone", "TIME", reading::with_zone},
    {"time without time zone", "TIME", reading::without_zone},
    {"date", "DATE"},
    {"bytea", "BYTEA"},
    {"boolean", "BOOLEAN"},
    {"interval", "INTERVAL", reading::interval},
    {"tsvector", "TSVECTOR"},
    {"hstore", "HSTORE"},
    {"json", "JSON"},
    {"jsonb", "JSONB"},
    {"int4range", "INT4RANGE"},
    {"int8range", "INT8RANGE"},
    {"numrange", "NUMRANGE"},
    {"daterange", "DATERANGE"},
    {"tsrange", "TSRANGE"},
    {"tstzrange", "TSTZRANGE"},
    {"int4multirange", "INT4MULTIRANGE"},
    {"int8multirange", "INT8MULTIRANGE"},
    {"nummultirange", "NUMMULTIRANGE"},
    {"datemultirange", "DATEMULTIRANGE"},
    {"tsmultirange", "TSMULTIRANGE"},
    {"tstzmultirange", "TSTZMULTIRANGE"},
}};

/// `numeric(10,2)[]` taken apart.
struct type_text {
    std::string name;
    std::vector<std::string> arguments{};
    bool array = false;
};

type_text take_apart(std::string_view text) {
    type_text parts;
    while (text.ends_with("[]")) {
        parts.array = true;
        text.remove_suffix(2);
    }
    parts.name = text;
    auto const open = text.find('(');
    auto const close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return parts;
    parts.name = std::string{text.substr(0, open)} + std::string{text.substr(close + 1)};
    std::string_view inside = text.substr(open + 1, close - open - 1);
    while (!inside.empty()) {
        auto const comma = std::min(inside.find(','), inside.size());
        parts.arguments.emplace_back(inside.substr(0, comma));
        inside.remove_prefix(std::min(comma + 1, inside.size()));
    }
    return parts;
}

python::value number(std::string const& text) {
    std::int64_t read = 0;
    std::from_chars(text.data(), text.data() + text.size(), read);
    return read;
}

/// The class by this name, first among the types of the dialect.
python::value class_named(std::string_view name) {
    for (auto const* module : {"sqlalchemy.dialects.postgresql", "sqlalchemy.types", "sqlalchemy"})
        if (auto const found = revision_modules().find(module))
            if (auto const* item = found->find(name))
                return *item;
    throw error{errc::internal, "no type " + std::string{name}};
}

python::arguments arguments_of(type_text const& parts, reading how) {
    python::arguments given;
    bool const one = parts.arguments.size() == 1;
    switch (how) {
    case reading::nothing:
        break;
    case reading::length:
        if (!parts.arguments.empty())
            given.positional.push_back(number(parts.arguments.front()));
        break;
    case reading::pair:
        if (parts.arguments.size() == 2)
            given.positional = {number(parts.arguments[0]), number(parts.arguments[1])};
        break;
    case reading::with_zone:
    case reading::without_zone:
        given.keyword.emplace_back("timezone", how == reading::with_zone);
        if (one)
            given.keyword.emplace_back("precision", number(parts.arguments.front()));
        break;
    case reading::bits:
        given.keyword.emplace_back("varying", true);
        if (one)
            given.positional.push_back(number(parts.arguments.front()));
        break;
    case reading::interval:
        if (one)
            given.keyword.emplace_back("precision", number(parts.arguments.front()));
        break;
    case reading::real:
        given.positional.emplace_back(53);
        break;
    }
    return given;
}

python::value make_enum(evaluation& run, python::dict_table const& column) {
    python::arguments given;
    if (auto const* labels = column.find(std::string_view{"labels"})->items())
        given.positional = *labels;
    given.keyword.emplace_back("name", *column.find(std::string_view{"type_name"}));
    if (!run.truth(*column.find(std::string_view{"type_visible"})))
        given.keyword.emplace_back("schema", *column.find(std::string_view{"type_schema"}));
    return run.call(class_named("ENUM"), given);
}

/// nullopt: a type that is no built-in one.
std::optional<python::value> make_known(evaluation& run, type_text const& parts, python::value const& collation) {
    auto wanted = parts.name;
    std::string fields;
    if (wanted.starts_with("interval ")) {
        fields = wanted.substr(9);
        wanted = "interval";
    }
    auto const found = std::ranges::find(known_types, wanted, &known_type::text);
    if (found == known_types.end())
        return std::nullopt;
    auto given = arguments_of(parts, found->arguments);
    if (!fields.empty())
        given.keyword.emplace_back("fields", fields);
    if (!collation.is_none())
        given.keyword.emplace_back("collation", collation);
    return run.call(class_named(found->name), given);
}

} // namespace

python::value reflected_type(evaluation& run, python::dict_table const& column) {
    auto const parts = take_apart(*column.find(std::string_view{"format"})->text());
    auto const kind = column.find(std::string_view{"kind"})->text();
    std::optional<python::value> made;
    if (kind == "e")
        made = make_enum(run, column);
    else if (kind == "d")
        return std::make_shared<python::unknown_object>("the domain " + parts.name, run.place());
    else
        made = make_known(run, parts, *column.find(std::string_view{"collation"}));
    if (!made)
        return run.call(class_named("NullType"), {});
    if (!parts.array)
        return *made;
    python::arguments given;
    given.positional = {*made};
    return run.call(class_named("ARRAY"), given);
}

} // namespace alembicore::sqlalchemy
