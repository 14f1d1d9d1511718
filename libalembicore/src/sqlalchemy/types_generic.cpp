// The types of `sqlalchemy` and `sqlalchemy.types` that have no name of their own in the database.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/types.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::type_family;
using made_type = std::shared_ptr<type_value>;

constexpr std::array<std::string_view, 3> generic_modules{"sqlalchemy", "sqlalchemy.types", "sqlalchemy.sql.sqltypes"};

made_type with_arguments(bound_arguments const& given, schema::column_type type) {
    return std::make_shared<type_value>(
        given.declared().name(), std::move(type), type_traits{.attributes = argument_attributes(given)}
    );
}

/// Length in parentheses, unless it is None or 0, and a collation.
auto string_type(std::string word) {
    return [word](evaluation&, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = word;
        type.family = type_family::string;
        if (auto const length = given.optional_integer("length"); length && *length != 0)
            type.arguments.push_back(std::to_string(*length));
        type.collation = given.optional_text("collation").value_or("");
        return with_arguments(given, std::move(type));
    };
}

auto numeric_type(std::string word) {
    return [word](evaluation&, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = word;
        type.family = type_family::numeric;
        if (auto const precision = given.optional_integer("precision")) {
            type.arguments.push_back(std::to_string(*precision));
            if (auto const scale = given.optional_integer("scale"))
                type.arguments.push_back(std::to_string(*scale));
        }
        return with_arguments(given, std::move(type));
    };
}

made_type float_type(evaluation&, bound_arguments const& given) {
    schema::column_type type;
    type.keyword = "FLOAT";
    type.family = type_family::floating;
    if (auto const precision = given.optional_integer("precision"); precision && *precision != 0)
        type.arguments.push_back(std::to_string(*precision));
    return with_arguments(given, std::move(type));
}

auto zoned_type(std::string word, type_family family) {
    return [word, family](evaluation& run, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = word;
        type.family = family;
        type.suffix = run.truth(given["timezone"]) ? "WITH TIME ZONE" : "WITHOUT TIME ZONE";
        return with_arguments(given, std::move(type));
    };
}

made_type interval_type(evaluation& run, bound_arguments const& given) {
    schema::column_type type;
    type.family = type_family::interval;
    type.keyword = "INTERVAL";
    if (!run.truth(given["native"])) {
        type.keyword = "TIMESTAMP";
        type.suffix = "WITHOUT TIME ZONE";
    } else if (auto const precision = given.optional_integer("second_precision")) {
        type.arguments.push_back(std::to_string(*precision));
        type.suffix = " ";
    }
    return with_arguments(given, std::move(type));
}

auto sized_binary(std::string word) {
    return [word](evaluation&, bound_arguments const& given) {
        auto const length = given.optional_integer("length").value_or(0);
        return plain_type(given, length != 0 ? word + '(' + std::to_string(length) + ')' : word, type_family::binary);
    };
}

/// `impl` replaces the LargeBinary; either way the values are pickled.
made_type pickle_type(evaluation& run, bound_arguments const& given) {
    auto type = given["impl"].is_none() ? schema::column_type{.keyword = "BYTEA", .family = type_family::binary}
                                        : required_type(run, given["impl"])->type_in(std::nullopt);
    return std::make_shared<type_value>(
        given.declared().name(), std::move(type), type_traits{.conversion = value_conversion::unknown}
    );
}

made_type uuid_type(evaluation& run, bound_arguments const& given) {
    return plain_type(given, run.truth(given["native_uuid"]) ? "UUID" : "CHAR(32)", type_family::uuid);
}

/// What others derive from; nothing is made of them.
void add_roots(python::module_registry& modules) {
    static constexpr std::pair<std::string_view, std::string_view> roots[] = {
        {"TypeEngine", ""},
        {"ExternalType", "TypeEngine"},
        {"SchemaType", "TypeEngine"},
        {"Concatenable", "TypeEngine"},
        {"Indexable", "TypeEngine"},
        {"TypeDecorator", "ExternalType"},
        {"UserDefinedType", "ExternalType"},
        {"_Binary", "TypeEngine"},
    };
    add_abstract_types(modules, generic_modules, roots);
}

void add_text_types(python::module_registry& modules) {
    type_row const rows[] = {
        {"String(length=None, collation=None)", string_type("VARCHAR")},
        {"VARCHAR(length=None, collation=None)", string_type("VARCHAR"), "String"},
        {"Unicode(length=None, collation=None)", string_type("VARCHAR"), "String"},
        {"NVARCHAR(length=None, collation=None)", string_type("NVARCHAR"), "Unicode"},
        {"CHAR(length=None, collation=None)", string_type("CHAR"), "String"},
        {"NCHAR(length=None, collation=None)", string_type("NCHAR"), "Unicode"},
        {"Text(length=None, collation=None)", string_type("TEXT"), "String"},
        {"TEXT(length=None, collation=None)", string_type("TEXT"), "Text"},
        {"UnicodeText(length=None, collation=None)", string_type("TEXT"), "Text"},
        {"CLOB(length=None, collation=None)", keyword_type("CLOB", type_family::string), "Text"},
        {"LargeBinary(length=None)", keyword_type("BYTEA", type_family::binary), "_Binary"},
        {"BLOB(length=None)", keyword_type("BLOB", type_family::binary), "LargeBinary"},
        {"BINARY(length=None)", sized_binary("BINARY"), "_Binary"},
        {"VARBINARY(length=None)", sized_binary("VARBINARY"), "_Binary"},
        {"PickleType(protocol=5, pickler=None, comparator=None, impl=None)", pickle_type, "TypeDecorator"},
    };
    add_types(modules, generic_modules, rows);
}

void add_number_types(python::module_registry& modules) {
    type_row const rows[] = {
        {"Integer()", keyword_type("INTEGER", type_family::integer)},
        {"INTEGER()", keyword_type("INTEGER", type_family::integer), "Integer"},
        {"BigInteger()", keyword_type("BIGINT", type_family::big_integer), "Integer"},
        {"BIGINT()", keyword_type("BIGINT", type_family::big_integer), "BigInteger"},
        {"SmallInteger()", keyword_type("SMALLINT", type_family::small_integer), "Integer"},
        {"SMALLINT()", keyword_type("SMALLINT", type_family::small_integer), "SmallInteger"},
        {"Numeric(precision=None, scale=None, decimal_return_scale=None, asdecimal=True)", numeric_type("NUMERIC")},
        {"NUMERIC(precision=None, scale=None, decimal_return_scale=None, asdecimal=True)",
         numeric_type("NUMERIC"),
         "Numeric"},
        {"DECIMAL(precision=None, scale=None, decimal_return_scale=None, asdecimal=True)",
         numeric_type("DECIMAL"),
         "Numeric"},
        {"Float(precision=None, asdecimal=False, decimal_return_scale=None)", float_type, "Numeric"},
        {"FLOAT(precision=None, asdecimal=False, decimal_return_scale=None)", float_type, "Float"},
        {"REAL(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword_type("REAL", type_family::floating),
         "Float"},
        {"Double(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword_type("DOUBLE PRECISION", type_family::floating),
         "Float"},
        {"DOUBLE(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword_type("DOUBLE", type_family::floating),
         "Double"},
        {"DOUBLE_PRECISION(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword_type("DOUBLE PRECISION", type_family::floating),
         "Double"},
        {"Boolean(create_constraint=False, name=None)", keyword_type("BOOLEAN", type_family::boolean), "SchemaType"},
        {"BOOLEAN(create_constraint=False, name=None)", keyword_type("BOOLEAN", type_family::boolean), "Boolean"},
        {"MatchType(create_constraint=False, name=None)", keyword_type("BOOLEAN", type_family::boolean), "Boolean"},
    };
    add_types(modules, generic_modules, rows);
    for (auto const module : generic_modules)
        modules.module(module).set("INT", *modules.module(module).find("INTEGER"));
}

void add_other_types(python::module_registry& modules) {
    type_row const rows[] = {
        {"DateTime(timezone=False)", zoned_type("TIMESTAMP", type_family::timestamp)},
        {"TIMESTAMP(timezone=False)", zoned_type("TIMESTAMP", type_family::timestamp), "DateTime"},
        {"DATETIME(timezone=False)", keyword_type("DATETIME", type_family::timestamp), "DateTime"},
        {"Date()", keyword_type("DATE", type_family::date)},
        {"DATE()", keyword_type("DATE", type_family::date), "Date"},
        {"Time(timezone=False)", zoned_type("TIME", type_family::time)},
        {"TIME(timezone=False)", zoned_type("TIME", type_family::time), "Time"},
        {"Interval(native=True, second_precision=None, day_precision=None)", interval_type, "TypeDecorator"},
        {"JSON(none_as_null=False)", keyword_type("JSON", type_family::json)},
        {"Uuid(as_uuid=True, native_uuid=True)", uuid_type},
        {"UUID(as_uuid=True)", keyword_type("UUID", type_family::uuid), "Uuid"},
        {"ARRAY(item_type, as_tuple=False, dimensions=None, zero_indexes=False)", make_array_type},
        {"NullType()", keyword_type("", type_family::unknown)},
    };
    add_types(modules, generic_modules, rows);
}

} // namespace

made_type make_array_type(evaluation& run, bound_arguments const& given) {
    auto const item = required_type(run, given["item_type"]);
    if (item->definition().element)
        throw python::value_error(
            "Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays of basetype"
        );
    schema::column_type type;
    type.family = type_family::array;
    type.element = std::make_shared<schema::column_type const>(item->type_in(std::nullopt));
    type.dimensions = static_cast<int>(given.optional_integer("dimensions").value_or(1));
    type_traits traits{.attributes = argument_attributes(given)};
    traits.attributes.front().second = std::const_pointer_cast<type_value>(item);
    if (item->traits().conversion != value_conversion::none)
        traits.conversion = value_conversion::unknown;
    return std::make_shared<type_value>(given.declared().name(), std::move(type), std::move(traits));
}

void add_generic_types(python::module_registry& modules) {
    add_roots(modules);
    add_text_types(modules);
    add_number_types(modules);
    add_other_types(modules);
    for (auto const module : generic_modules) {
        auto& offered = modules.module(module);
        offered.set(
            "NULLTYPE", std::make_shared<type_value>("NullType", schema::column_type{.family = type_family::unknown})
        );
        offered.set(
            "STRINGTYPE",
            std::make_shared<type_value>(
                "String", schema::column_type{.keyword = "VARCHAR", .family = type_family::string}
            )
        );
    }
    auto& decorators = modules.module("sqlalchemy.sql.type_api");
    for (auto const* name : {"TypeEngine", "ExternalType", "TypeDecorator", "UserDefinedType"})
        decorators.set(name, *modules.module("sqlalchemy.types").find(name));
}

} // namespace alembicore::sqlalchemy
