// Types of packages that people use with Alembic, as they are on PostgreSQL.
#include "sqlalchemy/types.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::type_family;
using made_type = std::shared_ptr<type_value>;

auto keyword(std::string word, type_family family) {
    return [word, family](evaluation&, bound_arguments const& given) { return plain_type(given, word, family); };
}

auto sized_string(std::string parameter) {
    return [parameter](evaluation&, bound_arguments const& given) {
        schema::column_type type;
        type.keyword = "VARCHAR";
        type.family = type_family::string;
        if (auto const length = given.optional_integer(parameter); length && *length != 0)
            type.arguments.push_back(std::to_string(*length));
        return std::make_shared<type_value>(given.declared().name(), std::move(type));
    };
}

/// sqlalchemy_utils.UUIDType(binary=True, native=True): UUID on PostgreSQL unless native is off.
made_type uuid_type(evaluation& run, bound_arguments const& given) {
    if (!run.truth(given["native"]))
        return plain_type(given, run.truth(given["binary"]) ? "BYTEA" : "CHAR(32)", type_family::uuid);
    return plain_type(given, "UUID", type_family::uuid);
}

/// pgvector: VECTOR, VECTOR(3).
auto vector_type(std::string word) {
    return [word](evaluation&, bound_arguments const& given) {
        auto const dimensions = given.optional_integer("dim");
        return plain_type(
            given, dimensions ? word + '(' + std::to_string(*dimensions) + ')' : word, type_family::other
        );
    };
}

} // namespace

void add_package_types(python::module_registry& modules) {
    static constexpr std::array<std::string_view, 4> sqlmodel{
        "sqlmodel", "sqlmodel.sql.sqltypes", "sqlmodel.sql", "sqlmodel.sql.sqltypes.types"};
    type_row const sqlmodel_rows[] = {
        {"AutoString(length=None, collation=None)", sized_string("length")},
        {"GUID(*args, **kw)", keyword("UUID", type_family::uuid)},
        {"Uuid(as_uuid=True, native_uuid=True)", keyword("UUID", type_family::uuid)},
    };
    add_types(modules, sqlmodel, sqlmodel_rows);

    static constexpr std::array<std::string_view, 10> utils{
        "sqlalchemy_utils",
        "sqlalchemy_utils.types",
        "sqlalchemy_utils.types.uuid",
        "sqlalchemy_utils.types.json",
        "sqlalchemy_utils.types.email",
        "sqlalchemy_utils.types.url",
        "sqlalchemy_utils.types.timezone",
        "sqlalchemy_utils.types.locale",
        "sqlalchemy_utils.types.ts_vector",
        "sqlalchemy_utils.types.ip_address",
    };
    type_row const utils_rows[] = {
        {"UUIDType(binary=True, native=True)", uuid_type},
        {"JSONType(*args, **kw)", keyword("JSON", type_family::json)},
        {"URLType(*args, **kw)", keyword("TEXT", type_family::string)},
        {"TSVectorType(*args, **kw)", keyword("TSVECTOR", type_family::other)},
        {"IPAddressType(max_length=50, *args, **kw)", sized_string("max_length")},
        {"LocaleType(*args, **kw)", keyword("VARCHAR(10)", type_family::string)},
        {"TimezoneType(backend='dateutil')", keyword("VARCHAR(50)", type_family::string)},
    };
    add_types(modules, utils, utils_rows);

    static constexpr std::array<std::string_view, 2> users{
        "fastapi_users_db_sqlalchemy.generics", "fastapi_users_db_sqlalchemy.guid"};
    type_row const users_rows[] = {
        {"GUID(*args, **kw)", keyword("UUID", type_family::uuid)},
    };
    add_types(modules, users, users_rows);

    static constexpr std::array<std::string_view, 5> pgvector{
        "pgvector.sqlalchemy",
        "pgvector.sqlalchemy.vector",
        "pgvector.sqlalchemy.halfvec",
        "pgvector.sqlalchemy.sparsevec",
        "pgvector.sqlalchemy.bit",
    };
    type_row const pgvector_rows[] = {
        {"Vector(dim=None)", vector_type("VECTOR")},
        {"VECTOR(dim=None)", vector_type("VECTOR")},
        {"HALFVEC(dim=None)", vector_type("HALFVEC")},
        {"SPARSEVEC(dim=None)", vector_type("SPARSEVEC")},
    };
    add_types(modules, pgvector, pgvector_rows);
}

} // namespace alembicore::sqlalchemy
