// execute, bulk_insert, inline_literal, f, get_bind, get_context.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/statements.hpp"

namespace alembicore::sqlalchemy {

namespace {

/// Not queued in a batch: Alembic runs it at once, before what was queued.
python::value execute(directive_call const& call) {
    execute_statement(call.run, call.given["sqltext"], {});
    return {};
}

python::value bulk_insert(directive_call const& call) {
    auto const table = call.given["table"].as<table_value>();
    if (!table)
        throw call.given.refusal("table", "not a table");
    auto const* rows = call.given["rows"].get_if<python::list_pointer>();
    if (rows == nullptr)
        throw python::type_error("List expected");
    for (auto const& row : (*rows)->items) {
        if (row.mapping() == nullptr)
            throw python::type_error("List of dictionaries expected");
        call.record(operation::execute{.statement = insert_row(call.run, table, *row.mapping())});
    }
    return {};
}

python::value inline_literal(directive_call const& call) {
    auto const& type = call.given["type_"];
    return coerce(call.run, call.given["value"], type.is_none() ? nullptr : required_type(call.run, type));
}

python::value final_name(directive_call const& call) {
    return std::make_shared<name_value>(schema::object_name{
        .name = required_identifier(call.given, "name"), .origin = schema::name_origin::generated});
}

} // namespace

std::vector<directive> const& statement_directives() {
    static std::vector<directive> const rows{
        {"execute(sqltext, *, execution_options=None)", "execute(sqltext, *, execution_options=None)", execute},
        {"bulk_insert(table, rows, *, multiinsert=True)", "", bulk_insert},
        {"inline_literal(value, type_=None)", "inline_literal(value, type_=None)", inline_literal},
        {"f(name)", "f(name)", final_name},
        {"get_bind()", "get_bind()", [](directive_call const&) { return make_connection(); }},
        {"get_context()", "get_context()", [](directive_call const&) { return make_migration_context(); }},
    };
    return rows;
}

} // namespace alembicore::sqlalchemy
