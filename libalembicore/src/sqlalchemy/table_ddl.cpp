#include "sqlalchemy/table_ddl.hpp"

#include "sqlalchemy/catalogue.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/live.hpp"

#include <algorithm>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using table_list = std::vector<table_pointer>;

/// What is done to tables, and whether the server is asked about each first.
struct table_work {
    table_list tables;
    bool asks;
    bool whole; ///< of metadata: types go with all of it
};

schema::table const& definition_of(table_pointer const& table) {
    auto const& declared = table->declaration();
    if (!declared)
        throw python::not_evaluable("creating a table that is not declared as a whole");
    if (declared->unread)
        throw python::not_evaluable("creating a table with " + *declared->unread);
    for (auto const& column : declared->definition.columns)
        if (column.type.family == schema::type_family::unknown)
            throw python::not_evaluable(
                "creating a table whose column '" + column.name.text + "' has the type of another", "write the type out"
            );
    return declared->definition;
}

bool exists(evaluation& run, table_pointer const& table) {
    auto const& name = table->name();
    auto const said =
        ask(run,
            "has_table('" + name.name.text + "')",
            catalogue::table_exists(),
            {name.name.text, name.schema ? std::optional{name.schema->text} : std::nullopt});
    return !said.rows.empty() && said.rows.front().front() == "true";
}

schema::column_type* created_type(schema::column_type& type) {
    if (type.element)
        return nullptr;
    bool const is_created = type.enumeration && type.enumeration->creation == schema::type_creation::with_table;
    return is_created ? &type : nullptr;
}

bool has_created_types(schema::table const& table) {
    return std::ranges::any_of(table.columns, [](schema::column const& column) {
        auto type = column.type;
        return created_type(type) != nullptr || (type.element && type.element->enumeration) || type.domain;
    });
}

/// Enum types come before the table, once for each call; then the table does not bring them any more.
void create_types(evaluation& run, schema::table& table, bool asks, std::set<std::string>& made) {
    for (auto& column : table.columns) {
        auto* const type = created_type(column.type);
        if (type == nullptr) {
            if (column.type.domain || (column.type.element && column.type.element->enumeration))
                throw python::not_evaluable("creating a table with an array of an enum, or with a domain");
            continue;
        }
        auto const before = *type;
        auto separate = *type->enumeration;
        separate.creation = schema::type_creation::apart;
        type->enumeration = std::make_shared<schema::enumeration const>(std::move(separate));
        if (made.insert(rendered_name(before.enumeration->name)).second)
            perform(
                run,
                operation::create_type{
                    .type = before, .check_first = asks ? operation::presence::optional : operation::presence::required}
            );
    }
}

/// Layer by layer: in each of them those that refer only to what is in layers before.
table_list sorted(table_list tables) {
    table_list in_order;
    auto const refers = [](table_pointer const& from, table_pointer const& to) {
        for (auto const& column : from->columns())
            for (auto const& reference : column.references)
                if (from != to && reference.table == to->name())
                    return true;
        return false;
    };
    while (!tables.empty()) {
        table_list layer;
        for (auto const& each : tables)
            if (std::ranges::none_of(tables, [&](table_pointer const& other) { return refers(each, other); }))
                layer.push_back(each);
        if (layer.empty())
            throw python::not_evaluable("creating or dropping tables that refer to one another");
        std::erase_if(tables, [&](auto const& each) { return std::ranges::find(layer, each) != layer.end(); });
        in_order.insert(in_order.end(), layer.begin(), layer.end());
    }
    return in_order;
}

table_list keep(evaluation& run, table_list tables, bool present) {
    std::erase_if(tables, [&](table_pointer const& each) { return exists(run, each) != present; });
    return tables;
}

python::value create(evaluation& run, table_work work) {
    auto const tables = sorted(work.asks ? keep(run, std::move(work.tables), false) : std::move(work.tables));
    std::set<std::string> types;
    for (auto const& each : tables) {
        operation::create_table made{.table = definition_of(each)};
        if (work.whole && !work.asks && has_created_types(made.table))
            throw python::not_evaluable("create_all(checkfirst=False) of tables with enum types");
        create_types(run, made.table, work.asks, types);
        perform(run, std::move(made));
    }
    return {};
}

python::value drop(evaluation& run, table_work work) {
    auto tables = sorted(work.asks ? keep(run, std::move(work.tables), true) : std::move(work.tables));
    std::ranges::reverse(tables);
    for (auto const& each : tables) {
        if (has_created_types(definition_of(each)))
            throw python::not_evaluable("dropping a table together with its enum types", "use op.drop_table()");
        perform(run, operation::drop_table{.table = each->name()});
    }
    return {};
}

/// `CreateTable(table)`: the statement alone, without types, indexes and comments.
python::value create_element(evaluation&, bound_arguments const& given) {
    auto const table = given["element"].as<table_value>();
    if (!table)
        throw given.refusal("element", "not a table");
    operation::create_table made{.table = definition_of(table)};
    made.table.indexes.clear();
    made.table.comment.reset();
    for (auto& column : made.table.columns) {
        column.comment.reset();
        if (column.type.enumeration || column.type.domain || column.type.element)
            throw given.refusal("element", "a table with types of its own or arrays is not evaluated");
    }
    return std::make_shared<ddl_element>(std::move(made));
}

python::value drop_element(evaluation&, bound_arguments const& given) {
    auto const table = given["element"].as<table_value>();
    if (!table)
        throw given.refusal("element", "not a table");
    return std::make_shared<ddl_element>(operation::drop_table{.table = table->name()});
}

using table_action = python::value (*)(evaluation&, table_work);

struct method_row {
    std::string_view of_table;
    std::string_view of_metadata;
    table_action action;
};

constexpr method_row methods[] = {{"create", "create_all", create}, {"drop", "drop_all", drop}};

} // namespace

std::optional<python::value> table_ddl_method(table_pointer const& of, std::string_view name) {
    for (auto const& row : methods)
        if (row.of_table == name)
            return python::make_function(
                std::string{name} + "(bind, checkfirst=False)",
                [of, action = row.action](evaluation& run, bound_arguments const& given) {
                    require_bind(given, "bind");
                    return action(run, {.tables = {of}, .asks = given.boolean("checkfirst"), .whole = false});
                }
            );
    return std::nullopt;
}

std::optional<python::value> metadata_ddl_method(std::shared_ptr<metadata_value> const& of, std::string_view name) {
    for (auto const& row : methods)
        if (row.of_metadata == name)
            return python::make_function(
                std::string{name} + "(bind, tables=None, checkfirst=True)",
                [of, action = row.action, method = row.of_metadata](evaluation& run, bound_arguments const& given) {
                    require_bind(given, "bind");
                    table_list tables = of->declared;
                    if (given["tables"].is_none()) {
                        if (!of->complete())
                            throw python::not_evaluable(
                                std::string{method} + "() of all tables is not known natively: a module of the project "
                                                      "declares them",
                                "name the tables: tables=[…]; or have Python run this revision: --engine auto"
                            );
                    } else {
                        tables.clear();
                        for (auto const& each : run.collect(given["tables"]))
                            if (auto table = each.as<table_value>())
                                tables.push_back(std::move(table));
                            else
                                throw given.refusal("tables", "not tables");
                    }
                    return action(
                        run, {.tables = std::move(tables), .asks = given.boolean("checkfirst"), .whole = true}
                    );
                }
            );
    return std::nullopt;
}

void add_table_elements(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy.schema", "sqlalchemy.sql.ddl"}) {
        modules.module(where).function("CreateTable(element)", create_element, python::effect::none);
        modules.module(where).function("DropTable(element)", drop_element, python::effect::none);
    }
}

} // namespace alembicore::sqlalchemy
