// Naming conventions applied to the constraints and indexes of a table.
#include "sql/identifier.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

namespace {

void describe(schema::named_object& object, schema::primary_key const& key) {
    object.kind = "pk";
    object.columns = key.columns;
}

void describe(schema::named_object& object, schema::unique_constraint const& unique) {
    object.kind = "uq";
    object.columns = unique.columns;
}

void describe(schema::named_object& object, schema::foreign_key const& key) {
    object.kind = "fk";
    object.columns = key.columns;
    object.referred_table = key.referred.name;
    object.referred_columns = key.referred_columns;
}

void describe(schema::named_object& object, schema::check_constraint const& check) {
    object.kind = "ck";
    object.columns = columns_in(check.condition);
}

void describe(schema::named_object& object, schema::exclude_constraint const&) {
    object.kind = "";
}

} // namespace

void apply_convention(
    schema::constraint& constraint, schema::qualified_name const& table, schema::naming_convention const& convention
) {
    std::visit(
        [&](auto& chosen) {
            schema::named_object object;
            object.table = table;
            describe(object, chosen);
            chosen.name = schema::apply_convention(convention, object, std::move(chosen.name));
        },
        constraint
    );
}

schema::object_name name_index(
    std::optional<schema::object_name> given,
    schema::qualified_name const& table,
    std::vector<schema::identifier> const& columns,
    schema::naming_convention const& convention
) {
    schema::named_object object;
    object.kind = "ix";
    object.table = table;
    object.columns = columns;
    auto name = schema::apply_convention(schema::with_default_index_name(convention), object, std::move(given));
    if (!name)
        throw sqlalchemy_error("CompileError", "CREATE INDEX requires that the index have a name");
    return std::move(*name);
}

std::string rendered_name(schema::qualified_name const& name) {
    return sql::quote(name);
}

} // namespace alembicore::sqlalchemy
