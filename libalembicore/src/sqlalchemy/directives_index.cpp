// create_index, drop_index.
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/tables.hpp"

#include <optional>
#include <set>
#include <utility>

namespace alembicore::sqlalchemy {

namespace {

/// Alembic makes a table of the columns to index, and a table has each column once.
void refuse_repetition(schema::index const& index) {
    std::set<std::string_view> names;
    for (auto const& element : index.elements)
        if (element.value.kind == schema::expression_kind::column && !names.insert(element.value.text).second)
            throw duplicate_column(element.value.text, index.table.name.text);
}

std::optional<schema::object_name> quoted_as_told(directive_call const& call) {
    auto name = optional_object_name(call.given, "index_name");
    if (auto const quote = call.given["quote"].boolean(); quote && name)
        name->name.quote = quote;
    return name;
}

/// SQLAlchemy names an index after columns of its table; those of expressions are not.
void require_table_columns(schema::index const& index) {
    auto const& first = index.elements.empty() ? schema::expression{} : index.elements.front().value;
    if (first.kind != schema::expression_kind::column && first.kind != schema::expression_kind::text)
        throw python::not_evaluable("an index on an expression without a name", "name the index");
}

python::value create_index(directive_call const& call) {
    operation::create_index made;
    made.index.table = call.table();
    for (auto const& each : call.run.collect(call.given["columns"]))
        made.index.elements.push_back(index_element(call.run, each));
    refuse_repetition(made.index);
    made.index.unique = call.run.truth(call.given["unique"]);
    read_index_keywords(call.run, call.given, made.index);
    auto name = quoted_as_told(call);
    if (!name)
        require_table_columns(made.index);
    made.index.name =
        name_index(std::move(name), made.index.table, indexed_columns(made.index.elements), call.convention());
    made.if_not_exists = call.presence("if_not_exists");
    call.record(std::move(made));
    return {};
}

/// What Alembic takes for the table of an index that is dropped without one.
schema::qualified_name table_less(std::optional<schema::identifier> schema) {
    return {.name = {.text = "no_table", .quote = {}}, .schema = std::move(schema)};
}

python::value drop_index(directive_call const& call) {
    schema::index ignored;
    read_index_keywords(call.run, call.given, ignored);
    bool const on_table = call.in_batch() || !call.given["table_name"].is_none();
    auto const table = on_table ? call.table() : table_less(optional_identifier(call.given, "schema"));
    // Alembic drops an index on a column `x`, which is then in the name of one that has none.
    auto name = name_index(quoted_as_told(call), table, {{"x", {}}}, call.convention());
    call.record(operation::drop_index{
        .name = std::move(name),
        .schema = table.schema,
        .concurrently = ignored.concurrently,
        .if_exists = call.presence("if_exists")});
    return {};
}

} // namespace

std::vector<directive> const& index_directives() {
    static std::vector<directive> const rows{
        {"create_index(index_name, table_name, columns, schema=None, unique=False, *, if_not_exists=None, quote=None, "
         "info=None, **kw)",
         "create_index(index_name, columns, *, unique=False, if_not_exists=None, quote=None, info=None, **kw)",
         create_index},
        {"drop_index(index_name, table_name=None, schema=None, *, if_exists=None, quote=None, unique=False, info=None, "
         "**kw)",
         "drop_index(index_name, *, if_exists=None, quote=None, unique=False, info=None, **kw)",
         drop_index},
    };
    return rows;
}

} // namespace alembicore::sqlalchemy
