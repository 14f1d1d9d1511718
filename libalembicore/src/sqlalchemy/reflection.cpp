#include "sqlalchemy/reflection.hpp"

#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/inspector.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

python::value const& member(python::value const& of, std::string_view name) {
    return *of.mapping()->find(name);
}

python::value about_table(
    evaluation& run, python::value const& inspector, std::string_view question, schema::qualified_name const& name
) {
    python::arguments given;
    given.positional = {name.name.text};
    if (name.schema)
        given.positional.emplace_back(name.schema->text);
    return run.call(*run.attribute(inspector, question), given);
}

table_column column_of(python::value const& found, std::vector<python::value> const& key) {
    table_column column;
    auto const name = member(found, "name").text().value_or("");
    column.name.text = name;
    column.type = member(found, "type").as<type_value>();
    auto const in_key = std::ranges::find_if(key, [&](python::value const& each) { return each.text() == name; });
    column.primary_key = in_key != key.end();
    column.key_position = static_cast<std::size_t>(in_key - key.begin());
    column.generated = !member(found, "default").is_none() || member(found, "autoincrement").boolean().value_or(false);
    return column;
}

table_pointer read_table(evaluation& run, python::value const& inspector, schema::qualified_name const& name) {
    auto const columns = about_table(run, inspector, "get_columns", name);
    auto const key = about_table(run, inspector, "get_pk_constraint", name);
    std::vector<table_column> read;
    for (auto const& found : *columns.items())
        read.push_back(column_of(found, *member(key, "constrained_columns").items()));
    return std::make_shared<table_value>(name, std::move(read));
}

schema::qualified_name named(std::string_view table, python::value const& schema) {
    schema::qualified_name name;
    name.name.text = table;
    if (auto const text = schema.text())
        name.schema = schema::identifier{.text = std::string{*text}, .quote = {}};
    return name;
}

/// Reads a table and what it refers to.
void reflect_related(
    evaluation& run, metadata_value& into, python::value const& inspector, schema::qualified_name const& name
) {
    run.check_stack();
    if (into.reflected.find(key_of(name)) != into.reflected.end())
        return;
    into.reflected.emplace(key_of(name), read_table(run, inspector, name));
    auto const keys = about_table(run, inspector, "get_foreign_keys", name);
    for (auto const& key : *keys.items()) {
        auto const referred = member(key, "referred_table").text().value_or("");
        reflect_related(run, into, inspector, named(referred, member(key, "referred_schema")));
    }
}

/// The names in `only`, which must be there; without it all tables.
std::vector<std::string> wanted_tables(
    evaluation& run, python::value const& inspector, bound_arguments const& given, python::value const& schema
) {
    python::arguments of_schema;
    of_schema.keyword.emplace_back("schema", schema);
    auto const present = run.call(*run.attribute(inspector, "get_table_names"), of_schema);
    std::vector<std::string> wanted;
    if (given["only"].is_none()) {
        for (auto const& name : *present.items())
            wanted.emplace_back(name.text().value_or(""));
        return wanted;
    }
    for (auto const& name : given.texts("only")) {
        auto const& all = *present.items();
        if (std::none_of(all.begin(), all.end(), [&](python::value const& each) { return each.text() == name; }))
            throw sqlalchemy_error(
                "InvalidRequestError", "Could not reflect: requested table(s) not available: (" + name + ")"
            );
        wanted.push_back(name);
    }
    return wanted;
}

} // namespace

std::string key_of(schema::qualified_name const& name) {
    return name.schema ? name.schema->text + '.' + name.name.text : name.name.text;
}

table_pointer reflect_table(evaluation& run, schema::qualified_name const& name) {
    return read_table(run, make_inspector(), name);
}

python::value make_reflect(std::shared_ptr<metadata_value> metadata) {
    return python::make_function(
        "reflect(bind=None, schema=None, views=False, only=None, extend_existing=False, autoload_replace=True, "
        "resolve_fks=True)",
        [metadata](evaluation& run, bound_arguments const& given) -> python::value {
            require_bind(given, "bind");
            if (run.truth(given["views"]))
                throw given.refusal("views", "reflecting views is not evaluated");
            auto schema = given["schema"];
            if (schema.is_none() && metadata->schema())
                schema = metadata->schema()->text;
            auto const inspector = make_inspector();
            for (auto const& name : wanted_tables(run, inspector, given, schema))
                reflect_related(run, *metadata, inspector, named(name, schema));
            return {};
        }
    );
}

python::value tables_of(metadata_value const& metadata) {
    python::dict_table tables;
    for (auto const& [key, table] : metadata.reflected)
        tables.set(key, table);
    for (auto const& table : metadata.declared)
        tables.set(key_of(table->name()), table);
    return python::value::dict(std::move(tables));
}

} // namespace alembicore::sqlalchemy
