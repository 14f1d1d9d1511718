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

auto keyword(std::string word, type_family family) {
    return [word, family](evaluation&, bound_arguments const& given) { return plain_type(given, word, family); };
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
        type_traits traits;
        traits.attributes.emplace_back("length", given["length"]);
        traits.attributes.emplace_back("collation", given["collation"]);
        return std::make_shared<type_value>(given.declared().name(), std::move(type), std::move(traits));
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
        return std::make_shared<type_value>(given.declared().name(), std::move(type));
    };
}

made_type float_type(evaluation&, bound_arguments const& given) {
    schema::column_type type;
    type.keyword = "FLOAT";
    type.family = type_family::floating;
    if (auto const precision = given.optional_integer("precision"); precision && *precision != 0)
        type.arguments.push_back(std::to_string(*precision));
    return std::make_shared<type_value>(given.declared().name(), std::move(type));
}

auto zoned_type(std::string word, type_family family) {
    return [word, family](evaluation& run, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = word;
        type.family = family;
        type.suffix = run.truth(given["timezone"]) ? "WITH TIME ZONE" : "WITHOUT TIME ZONE";
        type_traits traits;
        traits.attributes.emplace_back("timezone", given["timezone"]);
        return std::make_shared<type_value>(given.declared().name(), std::move(type), std::move(traits));
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
    return std::make_shared<type_value>(given.declared().name(), std::move(type));
}

auto sized_binary(std::string word) {
    return [word](evaluation&, bound_arguments const& given) {
        auto const length = given.optional_integer("length").value_or(0);
        return plain_type(given, length != 0 ? word + '(' + std::to_string(length) + ')' : word, type_family::binary);
    };
}

made_type uuid_type(evaluation& run, bound_arguments const& given) {
    return plain_type(given, run.truth(given["native_uuid"]) ? "UUID" : "CHAR(32)", type_family::uuid);
}

made_type array_type(evaluation& run, bound_arguments const& given) {
    schema::column_type element = required_type(run, given["item_type"])->type_in(std::nullopt);
    if (element.element)
        throw python::value_error(
            "Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays of basetype"
        );
    schema::column_type type;
    type.family = type_family::array;
    type.element = std::make_shared<schema::column_type const>(std::move(element));
    type.dimensions = static_cast<int>(given.optional_integer("dimensions").value_or(1));
    return std::make_shared<type_value>(given.declared().name(), std::move(type));
}

} // namespace

void add_generic_types(python::module_registry& modules) {
    type_row const rows[] = {
        {"Integer()", keyword("INTEGER", type_family::integer)},
        {"INTEGER()", keyword("INTEGER", type_family::integer)},
        {"INT()", keyword("INTEGER", type_family::integer)},
        {"BigInteger()", keyword("BIGINT", type_family::big_integer)},
        {"BIGINT()", keyword("BIGINT", type_family::big_integer)},
        {"SmallInteger()", keyword("SMALLINT", type_family::small_integer)},
        {"SMALLINT()", keyword("SMALLINT", type_family::small_integer)},
        {"String(length=None, collation=None)", string_type("VARCHAR")},
        {"VARCHAR(length=None, collation=None)", string_type("VARCHAR")},
        {"Unicode(length=None, collation=None)", string_type("VARCHAR")},
        {"NVARCHAR(length=None, collation=None)", string_type("NVARCHAR")},
        {"CHAR(length=None, collation=None)", string_type("CHAR")},
        {"NCHAR(length=None, collation=None)", string_type("NCHAR")},
        {"Text(length=None, collation=None)", string_type("TEXT")},
        {"TEXT(length=None, collation=None)", string_type("TEXT")},
        {"UnicodeText(length=None, collation=None)", string_type("TEXT")},
        {"CLOB(length=None, collation=None)", keyword("CLOB", type_family::string)},
        {"Numeric(precision=None, scale=None, decimal_return_scale=None, asdecimal=True)", numeric_type("NUMERIC")},
        {"NUMERIC(precision=None, scale=None, decimal_return_scale=None, asdecimal=True)", numeric_type("NUMERIC")},
        {"DECIMAL(precision=None, scale=None, decimal_return_scale=None, asdecimal=True)", numeric_type("DECIMAL")},
        {"Float(precision=None, asdecimal=False, decimal_return_scale=None)", float_type},
        {"FLOAT(precision=None, asdecimal=False, decimal_return_scale=None)", float_type},
        {"REAL(precision=None, asdecimal=False, decimal_return_scale=None)", keyword("REAL", type_family::floating)},
        {"Double(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword("DOUBLE PRECISION", type_family::floating)},
        {"DOUBLE(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword("DOUBLE", type_family::floating)},
        {"DOUBLE_PRECISION(precision=None, asdecimal=False, decimal_return_scale=None)",
         keyword("DOUBLE PRECISION", type_family::floating)},
        {"Boolean(create_constraint=False, name=None)", keyword("BOOLEAN", type_family::boolean)},
        {"BOOLEAN(create_constraint=False, name=None)", keyword("BOOLEAN", type_family::boolean)},
        {"MatchType(create_constraint=False, name=None)", keyword("BOOLEAN", type_family::boolean)},
        {"DateTime(timezone=False)", zoned_type("TIMESTAMP", type_family::timestamp)},
        {"TIMESTAMP(timezone=False)", zoned_type("TIMESTAMP", type_family::timestamp)},
        {"DATETIME(timezone=False)", keyword("DATETIME", type_family::timestamp)},
        {"Date()", keyword("DATE", type_family::date)},
        {"DATE()", keyword("DATE", type_family::date)},
        {"Time(timezone=False)", zoned_type("TIME", type_family::time)},
        {"TIME(timezone=False)", zoned_type("TIME", type_family::time)},
        {"Interval(native=True, second_precision=None, day_precision=None)", interval_type},
        {"LargeBinary(length=None)", keyword("BYTEA", type_family::binary)},
        {"BLOB(length=None)", keyword("BLOB", type_family::binary)},
        {"BINARY(length=None)", sized_binary("BINARY")},
        {"VARBINARY(length=None)", sized_binary("VARBINARY")},
        {"PickleType(protocol=5, pickler=None, comparator=None, impl=None)", keyword("BYTEA", type_family::binary)},
        {"JSON(none_as_null=False)", keyword("JSON", type_family::json)},
        {"Uuid(as_uuid=True, native_uuid=True)", uuid_type},
        {"UUID(as_uuid=True)", keyword("UUID", type_family::uuid)},
        {"ARRAY(item_type, as_tuple=False, dimensions=None, zero_indexes=False)", array_type},
        {"NullType()", keyword("", type_family::unknown)},
    };
    add_types(modules, generic_modules, rows);
}

} // namespace alembicore::sqlalchemy
