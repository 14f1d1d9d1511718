// Types of packages that people use with Alembic, as they are on PostgreSQL.
#include "sqlalchemy/types_packages.hpp"
#include "sqlalchemy/types.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::type_family;

/// pgvector: VECTOR, VECTOR(3).
type_maker vector_type(std::string word) {
    return [word = std::move(word)](evaluation&, bound_arguments const& given) {
        auto const dimensions = given.optional_integer("dim");
        auto const text = dimensions ? word + '(' + std::to_string(*dimensions) + ')' : word;
        auto const made = plain_type(given, text, type_family::other);
        auto traits = made->traits();
        traits.conversion = value_conversion::unknown;
        return std::make_shared<type_value>(made->type_name(), made->definition(), std::move(traits));
    };
}

void add_sqlmodel(python::module_registry& modules) {
    static constexpr std::array<std::string_view, 4> where{
        "sqlmodel", "sqlmodel.sql.sqltypes", "sqlmodel.sql", "sqlmodel.sql.sqltypes.types"};
    type_row const rows[] = {
        {"AutoString(length=None, collation=None)", sized_string("length"), "TypeDecorator"},
        {"GUID(*args, **kw)", keyword_type("UUID", type_family::uuid), "TypeDecorator"},
        {"Uuid(as_uuid=True, native_uuid=True)", keyword_type("UUID", type_family::uuid)},
    };
    add_types(modules, where, rows);
    // What the package passes on from SQLAlchemy.
    auto const types = modules.find("sqlalchemy.types");
    for (auto const& [name, item] : types->names())
        if (name != "Uuid" && name.front() != '_')
            modules.module("sqlmodel").set(name, item);
}

void add_pgvector(python::module_registry& modules) {
    static constexpr std::array<std::string_view, 5> where{
        "pgvector.sqlalchemy",
        "pgvector.sqlalchemy.vector",
        "pgvector.sqlalchemy.halfvec",
        "pgvector.sqlalchemy.sparsevec",
        "pgvector.sqlalchemy.bit",
    };
    type_row const rows[] = {
        {"Vector(dim=None)", vector_type("VECTOR"), "UserDefinedType"},
        {"VECTOR(dim=None)", vector_type("VECTOR"), "UserDefinedType"},
        {"HALFVEC(dim=None)", vector_type("HALFVEC"), "UserDefinedType"},
        {"SPARSEVEC(dim=None)", vector_type("SPARSEVEC"), "UserDefinedType"},
        {"BIT(length=1)", bit_string_type, "TypeDecorator"},
    };
    add_types(modules, where, rows);
}

/// `Name = type` of a package, where the package makes an instance itself.
void add_instance(
    python::module_registry& modules, std::string_view where, std::string_view name, schema::column_type type
) {
    modules.module(where).set(std::string{name}, std::make_shared<type_value>(std::string{name}, std::move(type)));
}

void add_advanced_alchemy(python::module_registry& modules) {
    static constexpr std::array<std::string_view, 12> where{
        "advanced_alchemy.types",
        "advanced_alchemy.types.guid",
        "advanced_alchemy.types.datetime",
        "advanced_alchemy.types.json",
        "advanced_alchemy.types.encrypted_string",
        "advanced_alchemy.types.file_object",
        "advanced_alchemy.types.file_object.data_type",
        "advanced_alchemy.types.password_hash",
        "advanced_alchemy.types.password_hash.base",
        "advanced_alchemy.types.boolean",
        "advanced_alchemy.types.identity",
        "advanced_alchemy.types.vector"};
    auto const unread = value_conversion::unknown;
    type_row const rows[] = {
        {"GUID(*args, **kw)", keyword_type("UUID", type_family::uuid), "TypeDecorator"},
        {"DateTimeUTC(*args, **kw)",
         converting(keyword_type("TIMESTAMP WITH TIME ZONE", type_family::timestamp), unread),
         "TypeDecorator"},
        {"EncryptedString(*args, **kw)",
         converting(keyword_type("VARCHAR", type_family::string), unread),
         "TypeDecorator"},
        {"EncryptedText(*args, **kw)", converting(keyword_type("TEXT", type_family::string), unread), "TypeDecorator"},
        {"TOTPSecret(*args, **kw)", converting(keyword_type("VARCHAR", type_family::string), unread), "TypeDecorator"},
        {"StoredObject(*args, **kw)", converting(keyword_type("JSONB", type_family::json), unread), "TypeDecorator"},
        {"PasswordHash(backend=None, length=255)", converting(sized_string("length"), unread), "TypeDecorator"},
        {"Bool(*args, **kw)", keyword_type("BOOLEAN", type_family::boolean), "TypeDecorator"},
        {"Vector(dim, *, storage_format='FLOAT32')", vector_type("VECTOR"), "TypeDecorator"},
    };
    add_types(modules, where, rows);
    for (auto const module : where) {
        add_instance(modules, module, "JsonB", {.keyword = "JSONB", .family = type_family::json});
        add_instance(modules, module, "BigIntIdentity", {.keyword = "BIGINT", .family = type_family::big_integer});
    }
}

void add_small_packages(python::module_registry& modules) {
    static constexpr std::array<std::string_view, 3> users{
        "fastapi_users_db_sqlalchemy", "fastapi_users_db_sqlalchemy.generics", "fastapi_users_db_sqlalchemy.guid"};
    type_row const users_rows[] = {
        {"GUID(*args, **kw)", keyword_type("UUID", type_family::uuid), "TypeDecorator"},
        {"TIMESTAMPAware(timezone=False)", zoned_timestamp, "TypeDecorator"},
    };
    add_types(modules, users, users_rows);

    static constexpr std::array<std::string_view, 2> citext{"citext", "sqlalchemy_citext"};
    type_row const citext_rows[] = {
        {"CIText(*args, **kw)", keyword_type("CITEXT", type_family::string), "UserDefinedType"}};
    add_types(modules, citext, citext_rows);

    static constexpr std::array<std::string_view, 1> json{"sqlalchemy_json"};
    type_row const json_rows[] = {
        {"MutableJson(none_as_null=False)", keyword_type("JSON", type_family::json), "JSON"},
        {"NestedMutableJson(none_as_null=False)", keyword_type("JSON", type_family::json), "JSON"},
    };
    add_types(modules, json, json_rows);
}

} // namespace

type_maker sized_string(std::string parameter) {
    return [parameter = std::move(parameter)](evaluation&, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = "VARCHAR";
        type.family = type_family::string;
        if (auto const length = given.optional_integer(parameter); length && *length != 0)
            type.arguments.push_back(std::to_string(*length));
        return std::make_shared<type_value>(
            given.declared().name(), std::move(type), type_traits{.attributes = argument_attributes(given)}
        );
    };
}

type_maker converting(type_maker make, value_conversion conversion) {
    return [make = std::move(make), conversion](evaluation& run, bound_arguments const& given) {
        auto const made = make(run, given);
        auto traits = made->traits();
        traits.conversion = conversion;
        return std::make_shared<type_value>(made->type_name(), made->definition(), std::move(traits));
    };
}

std::shared_ptr<type_value> zoned_timestamp(evaluation& run, bound_arguments const& given) {
    bool const zoned = run.truth(given["timezone"]);
    return plain_type(
        given, zoned ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP WITHOUT TIME ZONE", type_family::timestamp
    );
}

std::shared_ptr<type_value> bit_string_type(evaluation&, bound_arguments const& given) {
    return plain_type(
        given, "BIT(" + std::to_string(given.optional_integer("length").value_or(1)) + ')', type_family::other
    );
}

void add_package_types(python::module_registry& modules) {
    add_sqlmodel(modules);
    add_utils_types(modules);
    add_spatial_types(modules);
    add_pgvector(modules);
    add_advanced_alchemy(modules);
    add_small_packages(modules);
}

} // namespace alembicore::sqlalchemy
