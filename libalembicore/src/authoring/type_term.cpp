#include "authoring/type_term.hpp"

#include "authoring/schema_terms.hpp"
#include "sql/type.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace alembicore::authoring {

namespace {

using schema::column_type;

/// Types that take nothing, by the word that PostgreSQL is told.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> plain_types{{
    {"INTEGER", "sa.Integer"},
    {"BIGINT", "sa.BigInteger"},
    {"SMALLINT", "sa.SmallInteger"},
    {"BOOLEAN", "sa.Boolean"},
    {"DATE", "sa.Date"},
    {"BYTEA", "sa.LargeBinary"},
    {"REAL", "sa.REAL"},
    {"DOUBLE PRECISION", "postgresql.DOUBLE_PRECISION"},
    {"UUID", "postgresql.UUID"},
    {"JSON", "postgresql.JSON"},
    {"JSONB", "postgresql.JSONB"},
    {"INET", "postgresql.INET"},
    {"CIDR", "postgresql.CIDR"},
    {"MACADDR", "postgresql.MACADDR"},
    {"MACADDR8", "postgresql.MACADDR8"},
    {"MONEY", "postgresql.MONEY"},
    {"OID", "postgresql.OID"},
    {"REGCLASS", "postgresql.REGCLASS"},
    {"TSVECTOR", "postgresql.TSVECTOR"},
    {"HSTORE", "postgresql.HSTORE"},
    {"INT4RANGE", "postgresql.INT4RANGE"},
    {"INT8RANGE", "postgresql.INT8RANGE"},
    {"NUMRANGE", "postgresql.NUMRANGE"},
    {"DATERANGE", "postgresql.DATERANGE"},
    {"TSRANGE", "postgresql.TSRANGE"},
    {"TSTZRANGE", "postgresql.TSTZRANGE"},
}};

/// Types that take a length and a collation.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> string_types{{
    {"VARCHAR", "sa.String"},
    {"CHAR", "sa.CHAR"},
    {"TEXT", "sa.Text"},
}};

template <std::size_t Count>
std::string_view
find(std::array<std::pair<std::string_view, std::string_view>, Count> const& in, std::string_view word) {
    auto const found = std::ranges::find(in, word, &std::pair<std::string_view, std::string_view>::first);
    return found == in.end() ? std::string_view{} : found->second;
}

void add_argument(std::vector<term>& to, column_type const& type, std::size_t index, std::string const& name) {
    if (index < type.arguments.size())
        to.push_back(named(name, word(type.arguments[index])));
}

void add_name(std::vector<term>& to, schema::qualified_name const& name) {
    to.push_back(named("name", name_term(name.name)));
    add_schema(to, name);
}

term enumeration_term(schema::enumeration const& type, modules_needed& needed) {
    needed.postgresql = true;
    std::vector<term> arguments;
    for (auto const& label : type.labels)
        arguments.push_back(literal(label));
    add_name(arguments, type.name);
    return call("postgresql.ENUM", std::move(arguments));
}

term array_term(column_type const& type, modules_needed& needed) {
    needed.postgresql = true;
    std::vector<term> arguments{type_term(*type.element, needed)};
    if (type.dimensions > 1)
        arguments.push_back(named("dimensions", word(std::to_string(type.dimensions))));
    return call("postgresql.ARRAY", std::move(arguments));
}

/// The dialect's class takes a precision, the generic one does not.
term zoned_term(column_type const& type, std::string_view generic, modules_needed& needed) {
    std::vector<term> arguments;
    if (type.suffix == "WITH TIME ZONE")
        arguments.push_back(named("timezone", truth(true)));
    if (type.arguments.empty())
        return call("sa." + std::string{generic}, std::move(arguments));
    needed.postgresql = true;
    add_argument(arguments, type, 0, "precision");
    return call("postgresql." + type.keyword, std::move(arguments));
}

term interval_term(column_type const& type, modules_needed& needed) {
    needed.postgresql = true;
    std::vector<term> arguments;
    add_argument(arguments, type, 0, "precision");
    if (auto const space = type.keyword.find(' '); space != std::string::npos)
        arguments.push_back(named("fields", literal(type.keyword.substr(space + 1))));
    return call("postgresql.INTERVAL", std::move(arguments));
}

term bit_term(column_type const& type, modules_needed& needed) {
    needed.postgresql = true;
    std::vector<term> arguments;
    add_argument(arguments, type, 0, "length");
    if (type.keyword != "BIT")
        arguments.push_back(named("varying", truth(true)));
    return call("postgresql.BIT", std::move(arguments));
}

term named_type_term(column_type const& type, modules_needed& needed) {
    needed.named_type = true;
    sql::writer out{sql::audience::server()};
    sql::write(out, type);
    return call("NamedType", {literal(std::move(out).take())});
}

term string_term(column_type const& type, std::string_view name) {
    std::vector<term> arguments;
    add_argument(arguments, type, 0, "length");
    if (!type.collation.empty())
        arguments.push_back(named("collation", literal(type.collation)));
    return call(std::string{name}, std::move(arguments));
}

term plain_term(std::string_view name, modules_needed& needed) {
    needed.postgresql = needed.postgresql || name.starts_with("postgresql.");
    return call(std::string{name}, {});
}

} // namespace

term type_term(column_type const& type, modules_needed& needed) {
    if (type.element)
        return array_term(type, needed);
    if (type.enumeration) {
        auto made = enumeration_term(*type.enumeration, needed);
        if (type.enumeration->creation == schema::type_creation::apart)
            made.items.push_back(named("create_type", truth(false)));
        return made;
    }
    if (auto const name = find(string_types, type.keyword); !name.empty())
        return string_term(type, name);
    bool const is_bare = type.arguments.empty() && type.suffix.empty() && type.collation.empty();
    if (auto const name = find(plain_types, type.keyword); !name.empty() && is_bare)
        return plain_term(name, needed);
    if (type.keyword == "TIMESTAMP" || type.keyword == "TIME")
        return zoned_term(type, type.keyword == "TIME" ? "Time" : "DateTime", needed);
    if (type.keyword == "BIT" || type.keyword == "BIT VARYING")
        return bit_term(type, needed);
    if (type.keyword.starts_with("INTERVAL"))
        return interval_term(type, needed);
    if (type.keyword == "NUMERIC") {
        std::vector<term> arguments;
        add_argument(arguments, type, 0, "precision");
        add_argument(arguments, type, 1, "scale");
        return call("sa.Numeric", std::move(arguments));
    }
    return named_type_term(type, needed);
}

term created_type_term(column_type const& type, modules_needed& needed) {
    if (!type.enumeration)
        throw error{errc::not_available, "a domain is made by a statement", {}};
    return enumeration_term(*type.enumeration, needed);
}

} // namespace alembicore::authoring
