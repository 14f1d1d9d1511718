#include "sqlalchemy/tables.hpp"

#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/model.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/reflection.hpp"
#include "sqlalchemy/table_ddl.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// SQLAlchemy leaves out a schema without letters.
std::optional<schema::identifier> schema_of(python::value const& given) {
    auto made = identifier_of(given);
    return made && made->text.empty() ? std::nullopt : made;
}

python::value make_light_table(evaluation& run, bound_arguments const& given) {
    std::vector<table_column> columns;
    for (auto const& each : given.rest()) {
        auto const column = each.as<expression_value>();
        if (!column || column->key().empty())
            throw sqlalchemy_error("ArgumentError", "column() expected, got " + run.repr(each));
        columns.push_back({.name = {std::string{column->key()}, column->node().quote}, .type = column->value_type()});
    }
    return std::make_shared<table_value>(
        schema::qualified_name{.name = required_identifier(given, "name"), .schema = schema_of(given["schema"])},
        std::move(columns)
    );
}

/// A table that is read from the database, or has been; nullopt: it is declared here.
std::optional<table_pointer> table_of_database(
    evaluation& run, bound_arguments const& given, metadata_value& metadata, schema::qualified_name const& name
) {
    auto const& bind = keyword(given, "autoload_with");
    if (auto const& old = keyword(given, "autoload"); bind.is_none() && !old.is_none() && run.truth(old))
        throw python::not_evaluable("autoload=True without autoload_with=", "give the connection of op.get_bind()");
    auto const key = key_of(name);
    auto const known = metadata.reflected.find(key);
    if (bind.is_none())
        return known != metadata.reflected.end() && given.rest().empty() ? std::optional{known->second} : std::nullopt;
    if (!is_connection(bind))
        throw python::not_evaluable(
            "a table that is read through something else", "give the connection of op.get_bind()"
        );
    if (!given.rest().empty())
        throw python::not_evaluable("a table that is read and declared in part", "declare all of it, or nothing");
    if (known != metadata.reflected.end())
        return known->second;
    return metadata.reflected.emplace(key, reflect_table(run, name)).first->second;
}

/// `extend_existing=True` where there may be a table to extend, whose other columns are not known here.
bool may_extend(
    evaluation& run, bound_arguments const& given, metadata_value const& metadata, schema::qualified_name const& name
) {
    auto const& extends = keyword(given, "extend_existing");
    if (extends.is_none() || !run.truth(extends))
        return false;
    bool const declared =
        std::ranges::any_of(metadata.declared, [&](table_pointer const& each) { return each->name() == name; });
    return declared || !metadata.complete();
}

python::value make_table(evaluation& run, bound_arguments const& given) {
    schema::qualified_name name{
        .name = required_identifier(given, "name"), .schema = schema_of(keyword(given, "schema"))};
    auto const metadata = given["metadata"].as<metadata_value>();
    if (!metadata)
        throw given.refusal("metadata", "not a MetaData");
    if (!name.schema)
        name.schema = metadata->schema();
    if (auto known = table_of_database(run, given, *metadata, name))
        return *known;
    if (given.rest().empty())
        for (auto const& each : metadata->declared)
            if (each->name() == name)
                return each;
    table_arguments arguments;
    given.keywords().for_each([&](python::value const& key, python::value const& item) {
        read_table_argument(run, arguments, *key.text(), item);
    });
    if (may_extend(run, given, *metadata, name))
        arguments.unread = "extend_existing=True";
    return declare_table(run, name, given.rest(), *metadata, std::move(arguments));
}

python::value make_metadata(evaluation& run, bound_arguments const& given) {
    schema::naming_convention convention;
    if (auto const* table = given["naming_convention"].mapping())
        table->for_each([&](python::value const& kind, python::value const& pattern) {
            convention.templates.emplace(run.str(kind), run.str(pattern));
        });
    auto made = std::make_shared<metadata_value>(run, optional_identifier(given, "schema"), std::move(convention));
    made->written_convention = given["naming_convention"];
    return made;
}

} // namespace

void read_table_argument(evaluation& run, table_arguments& to, std::string_view name, python::value const& given) {
    static constexpr std::string_view silent[] = {
        "schema", "info", "extend_existing", "keep_existing", "autoload_with", "autoload", "mustexist"};
    for (auto const* other : {"mysql_", "mariadb_", "sqlite_", "mssql_", "oracle_"})
        if (name.starts_with(other))
            return;
    if (name == "comment")
        to.comment = given.is_none() ? std::nullopt : std::optional{run.str(given)};
    else if (std::ranges::find(silent, name) == std::end(silent))
        to.unread = "the argument " + std::string{name};
}

namespace {

table_pointer make_declared(
    evaluation& run,
    schema::qualified_name const& name,
    std::span<python::value const> items,
    metadata_value const& metadata,
    table_arguments arguments,
    source_place const& place
) {
    for (auto const& item : items)
        if (auto const column = item.as<column_value>(); column && column->options().keyed)
            throw python::not_evaluable(
                "a table whose column '" + column->options().name.text + "' has another name as its key=",
                "run this revision with Python, or give the column its name alone"
            );
    auto const declaration = std::make_shared<table_declaration>();
    declaration->definition = assemble_table(run, name, items, metadata.convention());
    declaration->definition.comment = std::move(arguments.comment);
    declaration->unread = std::move(arguments.unread);
    for (auto const& item : items)
        if (auto const column = item.as<column_value>())
            declaration->columns.push_back(column->options());
    declaration->items.assign(items.begin(), items.end());
    declaration->place = place;
    return std::make_shared<table_value>(name, data_columns(declaration->definition, items), declaration);
}

} // namespace

table_pointer declare_table(
    evaluation& run,
    schema::qualified_name const& name,
    std::span<python::value const> items,
    metadata_value& metadata,
    table_arguments arguments
) {
    auto const place = discovery_of(run) == nullptr ? source_place{} : run.place();
    auto made = make_declared(run, name, items, metadata, std::move(arguments), place);
    metadata.declared.push_back(made);
    if (auto* const found = discovery_of(run); found != nullptr && metadata.declared.size() == 1)
        found->metadata.push_back(std::static_pointer_cast<metadata_value>(metadata.shared_from_this()));
    return made;
}

table_pointer extend_table(
    evaluation& run, table_pointer const& table, std::span<python::value const> more, metadata_value& metadata
) {
    std::vector<python::value> items;
    for (auto const& item : table->declaration()->items)
        if (auto const column = item.as<column_value>())
            items.emplace_back(std::make_shared<column_value>(column->options(), column->value_type()));
        else
            items.push_back(item);
    items.insert(items.end(), more.begin(), more.end());
    auto made = make_declared(
        run,
        table->name(),
        items,
        metadata,
        {.comment = table->declaration()->definition.comment, .unread = table->declaration()->unread},
        table->declaration()->place
    );
    std::ranges::replace(metadata.declared, table, made);
    if (auto* const found = discovery_of(run))
        for (auto const& model : found->models)
            if (model->table() == table)
                model->replace_table(made);
    return made;
}

namespace {

/// What SQLAlchemy names indexes by where nobody says anything else.
python::value default_convention() {
    python::dict_table table;
    table.set(python::value{"ix"}, python::value{"ix_%(column_0_label)s"});
    return python::value::dict(std::move(table));
}

} // namespace

void metadata_value::set_attribute(evaluation& run, std::string_view name, python::value const& item) {
    if (name != "bind" || !is_connection(item))
        refuse("setting attribute '" + std::string{name} + "' of");
    run.keep(shared_from_this());
    bind_ = item;
}

std::optional<python::value> metadata_value::attribute(evaluation& run, std::string_view name) {
    if (name == "bind")
        return bind_.is_none() ? std::nullopt : std::optional{bind_};
    if (name == "schema")
        return schema_ ? python::value{schema_->text} : python::value{};
    if (name == "naming_convention" && run.truth(written_convention))
        return written_convention;
    if (name == "naming_convention" && convention_.templates.empty())
        return default_convention();
    if (name == "reflect")
        return make_reflect(std::static_pointer_cast<metadata_value>(shared_from_this()));
    if (name == "tables" && (declared.empty() || complete()))
        return tables_of(*this);
    if (auto method = metadata_ddl_method(std::static_pointer_cast<metadata_value>(shared_from_this()), name))
        return method;
    refuse("reading ." + std::string{name} + " of");
}

std::optional<python::value> table_value::attribute(evaluation& run, std::string_view name) {
    auto const self = std::static_pointer_cast<table_value>(shared_from_this());
    if (name == "name")
        return python::value{name_.name.text};
    if (name == "schema")
        return name_.schema ? python::value{name_.schema->text} : python::value{};
    static constexpr std::pair<std::string_view, dml_kind> changes[] = {
        {"insert", dml_kind::insert}, {"update", dml_kind::update}, {"delete", dml_kind::delete_}};
    for (auto const& [method, kind] : changes)
        if (method == name)
            return python::make_function(
                std::string{method} + "()",
                [self, kind = kind](evaluation&, bound_arguments const&) { return make_dml(kind, self); },
                python::effect::none
            );
    if (auto method = table_ddl_method(self, name))
        return method;
    return from_value::attribute(run, name);
}

void add_tables(python::module_registry& modules) {
    for (auto const* where :
         {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.schema", "sqlalchemy.sql.schema"}) {
        auto& module = modules.module(where);
        module.function("table(name, *columns, schema=None)", make_light_table, python::effect::none);
        module.function("Table(name, metadata, *args, **kw)", make_table, python::effect::none);
        module.function(
            "MetaData(schema=None, quote_schema=None, naming_convention=None, info=None)",
            make_metadata,
            python::effect::none
        );
    }
}

} // namespace alembicore::sqlalchemy
