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

auto zoned_type(std::string word, type_family family) {
    return [word, family](evaluation& run, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = word;
        type.family = family;
        if (auto const precision = given.optional_integer("precision"))
            type.arguments.push_back(std::to_string(*precision));
        type.suffix = run.truth(given["timezone"]) ? "WITH TIME ZONE" : "WITHOUT TIME ZONE";
        return std::make_shared<type_value>(
            given.declared().name(), std::move(type), type_traits{.attributes = argument_attributes(given)}
        );
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
    return std::make_shared<type_value>(
        given.declared().name(), std::move(type), type_traits{.attributes = argument_attributes(given)}
    );
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
    return std::make_shared<type_value>(
        given.declared().name(), std::move(type), type_traits{.attributes = argument_attributes(given)}
    );
}

void add_range_types(python::module_registry& modules) {
    static constexpr std::pair<std::string_view, std::string_view> roots[] = {
        {"AbstractRange", "TypeEngine"},
        {"AbstractSingleRange", "sqlalchemy.dialects.postgresql.AbstractRange"},
        {"AbstractMultiRange", "sqlalchemy.dialects.postgresql.AbstractRange"},
        {"NamedType", "SchemaType"},
    };
    add_abstract_types(modules, postgresql_modules, roots);
    static constexpr std::string_view single = "sqlalchemy.dialects.postgresql.AbstractSingleRange";
    static constexpr std::string_view multi = "sqlalchemy.dialects.postgresql.AbstractMultiRange";
    type_row const rows[] = {
        {"INT4RANGE()", keyword_type("INT4RANGE"), single},
        {"INT8RANGE()", keyword_type("INT8RANGE"), single},
        {"NUMRANGE()", keyword_type("NUMRANGE"), single},
        {"DATERANGE()", keyword_type("DATERANGE"), single},
        {"TSRANGE()", keyword_type("TSRANGE"), single},
        {"TSTZRANGE()", keyword_type("TSTZRANGE"), single},
        {"INT4MULTIRANGE()", keyword_type("INT4MULTIRANGE"), multi},
        {"INT8MULTIRANGE()", keyword_type("INT8MULTIRANGE"), multi},
        {"NUMMULTIRANGE()", keyword_type("NUMMULTIRANGE"), multi},
        {"DATEMULTIRANGE()", keyword_type("DATEMULTIRANGE"), multi},
        {"TSMULTIRANGE()", keyword_type("TSMULTIRANGE"), multi},
        {"TSTZMULTIRANGE()", keyword_type("TSTZMULTIRANGE"), multi},
    };
    add_types(modules, postgresql_modules, rows);
}

/// The types of `sqlalchemy` that the dialect's module offers again.
void offer_generic_types(python::module_registry& modules) {
    auto const generic = modules.find("sqlalchemy");
    for (auto const where : postgresql_modules)
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
              "DOUBLE_PRECISION",
              "BOOLEAN",
              "DATE",
              "UUID"})
            modules.module(where).set(name, *generic->find(name));
    modules.module("sqlalchemy.dialects.postgresql.types").set("PGUuid", *generic->find("UUID"));
    // Names that older releases had for the dialect's own types.
    modules.module("sqlalchemy.dialects.postgresql.base").set("PGUuid", *generic->find("UUID"));
}

} // namespace

void add_postgresql_types(python::module_registry& modules) {
    type_row const rows[] = {
        {"TIMESTAMP(timezone=False, precision=None)", zoned_type("TIMESTAMP", type_family::timestamp), "TIMESTAMP"},
        {"TIME(timezone=False, precision=None)", zoned_type("TIME", type_family::time), "TIME"},
        {"INTERVAL(precision=None, fields=None)", interval_type},
        {"BIT(length=None, varying=False)", bit_type},
        {"BYTEA(length=None)", keyword_type("BYTEA", type_family::binary), "LargeBinary"},
        {"JSON(none_as_null=False, astext_type=None)", keyword_type("JSON", type_family::json), "JSON"},
        {"JSONB(none_as_null=False, astext_type=None)",
         keyword_type("JSONB", type_family::json),
         "sqlalchemy.dialects.postgresql.JSON"},
        {"JSONPATH()", keyword_type("JSONPATH")},
        {"HSTORE(text_type=None)", keyword_type("HSTORE")},
        {"ARRAY(item_type, as_tuple=False, dimensions=None, zero_indexes=False)", make_array_type, "ARRAY"},
        {"CITEXT(length=None, collation=None)", keyword_type("CITEXT", type_family::string), "TEXT"},
        {"INET()", keyword_type("INET")},
        {"CIDR()", keyword_type("CIDR")},
        {"MACADDR()", keyword_type("MACADDR")},
        {"MACADDR8()", keyword_type("MACADDR8")},
        {"MONEY()", keyword_type("MONEY")},
        {"OID()", keyword_type("OID")},
        {"REGCLASS()", keyword_type("REGCLASS")},
        {"REGCONFIG()", keyword_type("REGCONFIG")},
        {"TSVECTOR()", keyword_type("TSVECTOR")},
        {"TSQUERY()", keyword_type("TSQUERY")},
    };
    add_types(modules, postgresql_modules, rows);
    add_range_types(modules);
    offer_generic_types(modules);
}

} // namespace alembicore::sqlalchemy
