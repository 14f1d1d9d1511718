#include "sqlalchemy/literal.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/resolution.hpp"
#include "sqlalchemy/select.hpp"
#include "sqlalchemy/text.hpp"
#include "sqlalchemy/types_derived.hpp"

#include <algorithm>
#include <array>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;
using schema::type_family;

/// Kinds of values that compare as one.
type_family affinity(type_family family) {
    switch (family) {
    case type_family::small_integer:
    case type_family::big_integer:
        return type_family::integer;
    case type_family::floating:
        return type_family::numeric;
    case type_family::enumeration:
        return type_family::string;
    default:
        return family;
    }
}

struct object_type {
    std::string_view name;
    std::string_view keyword;
    type_family family;
};

constexpr std::array<object_type, 6> object_types{{
    {"date", "DATE", type_family::date},
    {"datetime", "TIMESTAMP WITHOUT TIME ZONE", type_family::timestamp},
    {"time", "TIME WITHOUT TIME ZONE", type_family::time},
    {"timedelta", "INTERVAL", type_family::interval},
    {"Decimal", "NUMERIC", type_family::numeric},
    {"UUID", "UUID", type_family::uuid},
}};

bool is_json_null(type_pointer const& type) {
    auto const& attributes = type->traits().attributes;
    return type->definition().family == type_family::json &&
           std::none_of(attributes.begin(), attributes.end(), [](auto const& each) {
               return each.first == "none_as_null" && each.second.boolean() == true;
           });
}

/// None in a JSON column is the JSON null for a server; SQLAlchemy's scripts say NULL.
expression null_literal(type_pointer const& type) {
    expression const null{.kind = expression_kind::null};
    if (!type || !is_json_null(type))
        return null;
    return by_reader(null, schema::string_literal("null"), null);
}

/// Text of SQL with what hangs on a statement resolved, for definitions.
expression definition_of(expression_value const& known) {
    return resolve_statement(known.node());
}

} // namespace

type_pointer type_for(python::value const& given) {
    static type_pointer const real = type_of_keyword("Float", "FLOAT", type_family::floating);
    static type_pointer const bytes = type_of_keyword("LargeBinary", "BYTEA", type_family::binary);
    if (given.boolean())
        return boolean_type();
    if (given.integer())
        return integer_type();
    if (given.get_if<double>() != nullptr)
        return real;
    if (given.text())
        return string_type();
    if (given.get_if<python::bytes_pointer>() != nullptr)
        return bytes;
    if (given.as_object() != nullptr)
        for (auto const& row : object_types)
            if (given.as_object()->type_name() == row.name)
                return type_of_keyword(std::string{row.name}, std::string{row.keyword}, row.family);
    return nullptr;
}

expression literal_node(python::evaluation& run, python::value const& written, type_pointer const& type) {
    auto const given = type ? converted_value(run, *type, written) : written;
    if (given.is_none())
        return null_literal(type);
    bool const declared = type && type->definition().family != type_family::unknown;
    auto const used = declared ? type : type_for(given);
    if (!used)
        return by_reader(no_literal(run, given, "NULL"), server_literal(run, given), no_literal(run, given, "NULL"));
    return typed_literal(run, given, *used);
}

expression_pointer bound_value(python::evaluation& run, python::value const& given, type_pointer const& type) {
    if (auto const parameter = given.as<bind_value>())
        return parameter->typed(type);
    if (auto const known = given.as<expression_value>()) {
        known->charge(run);
        return known;
    }
    return make_expression(literal_node(run, given, type), type ? type : type_for(given));
}

expression_pointer coerce(python::evaluation& run, python::value const& given, type_pointer const& type) {
    if (given.as<expression_value>())
        return bound_value(run, given, type);
    if (given.is_none())
        return make_expression({.kind = expression_kind::null}, type);
    if (auto const inner = query_of(given))
        return scalar_of(inner);
    auto const own = type_for(given);
    bool const fits = type && (!own || type->traits().conversion != value_conversion::none ||
                               affinity(own->definition().family) == affinity(type->definition().family));
    return bound_value(run, given, fits ? type : own);
}

expression ddl_expression(python::evaluation& run, python::value const& given) {
    if (auto const known = given.as<expression_value>())
        return definition_of(*known);
    if (auto const text = given.text())
        return parse_text(*text);
    if (auto const flag = given.boolean())
        return {.kind = expression_kind::boolean, .text = *flag ? "true" : "false"};
    throw sqlalchemy_error("ArgumentError", "SQL expression or text expected, got " + run.repr(given) + ".");
}

expression default_expression(python::evaluation& run, python::value const& given) {
    if (auto const known = given.as<expression_value>())
        return definition_of(*known);
    if (auto const text = given.text())
        return schema::string_literal(std::string{*text});
    throw sqlalchemy_error(
        "ArgumentError",
        "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
        "'sqlalchemy.sql.elements.ClauseElement'>' "
        "or '<class 'sqlalchemy.sql.elements.TextClause'>', got '" +
            run.type_of(given)->name() + "'"
    );
}

} // namespace alembicore::sqlalchemy
