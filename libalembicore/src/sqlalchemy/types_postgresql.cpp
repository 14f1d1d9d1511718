// The types of `sqlalchemy.dialects.postgresql` that have no name of their own in the database.
#include "sqlalchemy/types.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::type_family;
using made_type = std::shared_ptr<type_value>;

constexpr std::array<std::string_view, 9> postgresql_modules{
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.postgresql.base",
    "sqlalchemy.dialects.postgresql.types",
    "sqlalchemy.dialects.postgresql.json",
    "sqlalchemy.dialects.postgresql.array",
    "sqlalchemy.dialects.postgresql.hstore",
    "sqlalchemy.dialects.postgresql.ranges",
    "sqlalchemy.dialects.postgresql.bit",
    "sqlalchemy.dialects.postgresql.citext",
};

auto keyword(std::string word, type_family family = type_family::other) {
    return [word, family](evaluation&, bound_arguments const& given) { return plain_type(given, word, family); };
}

auto zoned_type(std::string word, type_family family) {
    return [word, family](evaluation& run, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = word;
        type.family = family;
        if (auto const precision = given.optional_integer("precision"))
            type.arguments.push_back(std::to_string(*precision));
        type.suffix = run.truth(given["timezone"]) ? "WITH TIME ZONE" : "WITHOUT TIME ZONE";
        type_traits traits;
        traits.attributes.emplace_back("timezone", given["timezone"]);
        return std::make_shared<type_value>(given.declared().name(), std::move(type), std::move(traits));
    };
}

/// INTERVAL fields (precision); a suffix that ends in a space stands before the parentheses.
made_type interval_type(evaluation&, bound_arguments const& given) {
    schema::column_type type;
    type.keyword = "INTERVAL";
    type.family = type_family::interval;
    if (auto const fields = given.optional_text("fields"))
        type.keyword += ' ' + *fields;
    if (auto const precision = given.optional_integer("precision")) {
        type.arguments.push_back(std::to_string(*precision));
        type.suffix = " ";
    }
    return std::make_shared<type_value>(given.declared().name(), std::move(type));
}

made_type bit_type(evaluation& run, bound_arguments const& given) {
    schema::column_type type;
    bool const varying = run.truth(given["varying"]);
    type.keyword = varying ? "BIT VARYING" : "BIT";
    auto const length = given.optional_integer("length");
    if (length && (*length != 0 || varying))
        type.arguments.push_back(std::to_string(*length));
    else if (!varying)
        type.arguments.emplace_back("1");
    return std::make_shared<type_value>(given.declared().name(), std::move(type));
}

made_type array_type(evaluation& run, bound_arguments const& given) {
    auto const item = required_type(run, given["item_type"]);
    if (item->definition().element)
        throw python::value_error(
            "Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays of basetype"
        );
    schema::column_type type;
    type.family = type_family::array;
    type.element = std::make_shared<schema::column_type const>(item->type_in(std::nullopt));
    type.dimensions = static_cast<int>(given.optional_integer("dimensions").value_or(1));
    return std::make_shared<type_value>(given.declared().name(), std::move(type));
}

/// The types of `sqlalchemy` that the dialect's module offers again.
void offer_generic_types(python::module_registry& modules) {
    auto const generic = modules.find("sqlalchemy");
    auto& here = modules.module("sqlalchemy.dialects.postgresql");
    for (auto const* name :
         {"INTEGER",
          "BIGINT",
          "SMALLINT",
          "VARCHAR",
          "CHAR",
          "TEXT",
          "NUMERIC",
          "FLOAT",
          "REAL",
          "BOOLEAN",
          "DATE",
          "UUID"})
        here.set(name, *generic->find(name));
}

} // namespace

void add_postgresql_types(python::module_registry& modules) {
    type_row const rows[] = {
        {"DOUBLE_PRECISION(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword("DOUBLE PRECISION", type_family::floating)},
        {"TIMESTAMP(timezone=False, precision=None)", zoned_type("TIMESTAMP", type_family::timestamp)},
        {"TIME(timezone=False, precision=None)", zoned_type("TIME", type_family::time)},
        {"INTERVAL(precision=None, fields=None)", interval_type},
        {"BIT(length=None, varying=False)", bit_type},
        {"BYTEA(length=None)", keyword("BYTEA", type_family::binary)},
        {"JSON(none_as_null=False, astext_type=None)", keyword("JSON", type_family::json)},
        {"JSONB(none_as_null=False, astext_type=None)", keyword("JSONB", type_family::json)},
        {"JSONPATH(length=None, collation=None)", keyword("JSONPATH")},
        {"HSTORE(text_type=None)", keyword("HSTORE")},
        {"ARRAY(item_type, as_tuple=False, dimensions=None, zero_indexes=False)", array_type},
        {"CITEXT(length=None, collation=None)", keyword("CITEXT", type_family::string)},
        {"INET()", keyword("INET")},
        {"CIDR()", keyword("CIDR")},
        {"MACADDR()", keyword("MACADDR")},
        {"MACADDR8()", keyword("MACADDR8")},
        {"MONEY()", keyword("MONEY")},
        {"OID()", keyword("OID")},
        {"REGCLASS()", keyword("REGCLASS")},
        {"REGCONFIG()", keyword("REGCONFIG")},
        {"TSVECTOR()", keyword("TSVECTOR")},
        {"TSQUERY()", keyword("TSQUERY")},
        {"INT4RANGE()", keyword("INT4RANGE")},
        {"INT8RANGE()", keyword("INT8RANGE")},
        {"NUMRANGE()", keyword("NUMRANGE")},
        {"DATERANGE()", keyword("DATERANGE")},
        {"TSRANGE()", keyword("TSRANGE")},
        {"TSTZRANGE()", keyword("TSTZRANGE")},
        {"INT4MULTIRANGE()", keyword("INT4MULTIRANGE")},
        {"INT8MULTIRANGE()", keyword("INT8MULTIRANGE")},
        {"NUMMULTIRANGE()", keyword("NUMMULTIRANGE")},
        {"DATEMULTIRANGE()", keyword("DATEMULTIRANGE")},
        {"TSMULTIRANGE()", keyword("TSMULTIRANGE")},
        {"TSTZMULTIRANGE()", keyword("TSTZMULTIRANGE")},
    };
    add_types(modules, postgresql_modules, rows);
    offer_generic_types(modules);
}

} // namespace alembicore::sqlalchemy
