// create_index, drop_index.
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/tables.hpp"

#include <set>

namespace alembicore::sqlalchemy {

namespace {

/// Alembic makes a table of the columns to index, and a table has each column once.
void refuse_repetition(schema::index const& index) {
    std::set<std::string_view> names;
    for (auto const& element : index.elements)
        if (element.value.kind == schema::expression_kind::column && !names.insert(element.value.text).second)
            throw sqlalchemy_error(
                "DuplicateColumnError",
                "A column with name '" + element.value.text + "' is already present in table '" +
                    index.table.name.text + "'."
            );
}

python::value create_index(directive_call const& call) {
    operation::create_index made;
    made.index.table = call.table();
    for (auto const& each : call.run.collect(call.given["columns"]))
        made.index.elements.push_back(index_element(call.run, each));
    refuse_repetition(made.index);
    made.index.unique = call.run.truth(call.given["unique"]);
    read_index_keywords(call.run, call.given, made.index);
    auto name = optional_object_name(call.given, "index_name");
    if (auto const* quote = call.given.keywords().find(std::string_view{"quote"}); quote != nullptr && name)
        name->name.quote = quote->boolean();
    made.index.name =
        name_index(std::move(name), made.index.table, indexed_columns(made.index.elements), call.convention());
    made.if_not_exists = call.presence("if_not_exists");
    call.record(std::move(made));
    return {};
}

python::value drop_index(directive_call const& call) {
    schema::index ignored;
    read_index_keywords(call.run, call.given, ignored);
    auto name = optional_object_name(call.given, "index_name");
    if (!name)
        throw python::not_evaluable("an index without a name", "name the index, as \\d of psql shows it");
    schema::qualified_name table;
    if (call.in_batch())
        table = call.table();
    else
        table.schema = optional_identifier(call.given, "schema");
    call.record(operation::drop_index{
        .name = std::move(*name),
        .schema = table.schema,
        .concurrently = ignored.concurrently,
        .if_exists = call.presence("if_exists")});
    return {};
}

} // namespace

std::vector<directive> const& index_directives() {
    static std::vector<directive> const rows{
        {"create_index(index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw)",
         "create_index(index_name, columns, *, unique=False, if_not_exists=None, **kw)",
         create_index},
        {"drop_index(index_name, table_name=None, *, schema=None, if_exists=None, **kw)",
         "drop_index(index_name, *, if_exists=None, **kw)",
         drop_index},
    };
    return rows;
}

} // namespace alembicore::sqlalchemy
