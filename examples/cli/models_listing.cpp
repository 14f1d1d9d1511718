#include "models_listing.hpp"

#include "column_lines.hpp"
#include "counted.hpp"
#include "listing.hpp"

#include <algorithm>
#include <vector>

namespace alembicore::cli {

namespace {

std::string spelled(models::table_name const& of) {
    return of.schema.empty() ? of.name : of.schema + '.' + of.name;
}

std::string actions_of(models::foreign_key const& key) {
    std::string text;
    if (!key.on_delete.empty())
        text += " on delete " + key.on_delete;
    if (!key.on_update.empty())
        text += " on update " + key.on_update;
    return text;
}

std::string details_of(models::table const& in, models::column const& of) {
    std::string text;
    if (of.primary_key)
        add_detail(text, "primary key");
    else if (!of.nullable)
        add_detail(text, "not null");
    if (!of.identity.empty())
        add_detail(text, "identity " + of.identity);
    if (of.computed)
        add_detail(text, "generated: " + *of.computed);
    if (of.server_default)
        add_detail(text, "default " + *of.server_default);
    if (of.client_default)
        add_detail(text, "default in Python " + *of.client_default);
    for (auto const& key : in.foreign_keys)
        if (key.columns.size() == 1 && key.columns.front() == of.name)
            add_detail(text, "-> " + spelled(key.referred) + '.' + join(key.referred_columns) + actions_of(key));
    if (of.comment)
        add_detail(text, "-- " + *of.comment);
    return text;
}

column_line column_of(models::table const& in, models::column const& of, std::string name) {
    return {.name = std::move(name), .type = of.type.empty() ? "?" : of.type, .details = details_of(in, of)};
}

/// Keys of several columns, checks and indexes.
std::string rules_of(models::table const& of) {
    std::string text;
    for (auto const& key : of.foreign_keys)
        if (key.columns.size() != 1)
            text += "  foreign key (" + join(key.columns) + ") -> " + spelled(key.referred) + " (" +
                    join(key.referred_columns) + ")" + actions_of(key) + '\n';
    for (auto const& key : of.unique)
        text += "  unique " + (key.name ? *key.name + " " : std::string{}) + "(" + join(key.columns) + ")\n";
    for (auto const& each : of.conditions)
        text += "  " + (each.name ? *each.name + " " : std::string{}) + each.definition + '\n';
    for (auto const& each : of.indexes)
        text +=
            std::string{each.unique ? "  unique index " : "  index "} + each.name + " (" + join(each.elements) + ")\n";
    return text;
}

std::string unknowns_of(std::vector<models::unknown> const& unknowns, terminal const& look) {
    std::string text;
    for (auto const& each : unknowns)
        text += "  " +
                paint(look, style::yellow, "? " + (each.attribute.empty() ? "" : each.attribute + ": ") + each.reason) +
                '\n';
    return text;
}

std::string_view words_of(models::direction way) {
    switch (way) {
    case models::direction::one_to_many:
        return "one to many";
    case models::direction::many_to_one:
        return "many to one";
    case models::direction::many_to_many:
        return "many to many";
    }
    return "";
}

std::string details_of(models::relationship const& of) {
    std::string text;
    if (of.secondary)
        add_detail(text, "through " + spelled(*of.secondary));
    if (!of.back_populates.empty())
        add_detail(text, "back: " + of.back_populates);
    if (of.viewonly)
        add_detail(text, "view only");
    if (of.cascade != std::vector<std::string>{"merge", "save-update"} && !of.viewonly)
        add_detail(text, "cascade: " + join(of.cascade));
    if (of.passive_deletes != "false")
        add_detail(text, "passive deletes: " + of.passive_deletes);
    std::vector<std::string> actions;
    for (auto const& each : of.on_delete)
        if (!each.empty() && std::ranges::count(actions, each) == 0)
            actions.push_back(each);
    if (!actions.empty())
        add_detail(text, "database: on delete " + join(actions));
    return text;
}

std::string relationships_of(models::model const& of, terminal const& look) {
    std::vector<column_line> rows;
    for (auto const& each : of.relationships)
        rows.push_back(
            {.name = each.name,
             .type = std::string{words_of(each.direction)} + ' ' + each.target + (each.uselist ? "[]" : ""),
             .details = details_of(each)}
        );
    return render_columns(rows, look);
}

models::table const* table_of(models::collection const& in, models::table_name const& name) {
    auto const found = std::ranges::find(in.tables, name, &models::table::name);
    return found == in.tables.end() ? nullptr : &*found;
}

std::string heading_of(models::model const& of, terminal const& look) {
    auto text = "class " + paint(look, style::bold, of.name);
    std::string remark = of.table ? "table " + spelled(*of.table) : "table not known";
    if (!of.parent.empty())
        remark += ", inherits from " + of.parent;
    if (of.place.line != 0)
        remark += "  " + of.place.file + ':' + std::to_string(of.place.line);
    return text + paint(look, style::dim, "  " + remark) + '\n';
}

std::string model_text(models::collection const& in, models::model const& of, terminal const& look) {
    auto text = heading_of(of, look);
    std::vector<column_line> rows;
    for (auto const& each : of.attributes)
        if (auto const* table = table_of(in, each.table)) {
            auto const column = std::ranges::find(table->columns, each.column, &models::column::name);
            if (column != table->columns.end())
                rows.push_back(
                    column_of(*table, *column, each.name == each.column ? each.name : each.name + " = " + each.column)
                );
        }
    text += render_columns(rows, look);
    auto const* table = of.table ? table_of(in, *of.table) : nullptr;
    if (table != nullptr)
        text += rules_of(*table);
    text += relationships_of(of, look) + unknowns_of(of.unknowns, look);
    if (table != nullptr)
        text += unknowns_of(table->unknowns, look);
    return text + '\n';
}

std::string table_text(models::table const& of, terminal const& look) {
    std::vector<column_line> rows;
    for (auto const& each : of.columns)
        rows.push_back(column_of(of, each, each.name));
    return "table " + paint(look, style::bold, spelled(of.name)) + paint(look, style::dim, "  no class") + '\n' +
           render_columns(rows, look) + rules_of(of) + unknowns_of(of.unknowns, look) + '\n';
}

std::string found_by(models::collection const& shown) {
    auto const counts = std::to_string(shown.models.size()) + (shown.models.size() == 1 ? " class, " : " classes, ") +
                        counted(shown.tables.size(), "table");
    switch (shown.origin) {
    case models::origin::variable:
        return counts + ", of SQLALCHEMY_BASE=" + shown.base + '\n';
    case models::origin::environment:
        return counts + ", of the target_metadata of env.py\n";
    case models::origin::search:
        return counts + ", found by a search of the project's files\n";
    }
    return counts + '\n';
}

} // namespace

std::string render_models(models::collection const& shown, terminal const& look) {
    std::string text;
    for (auto const& each : shown.models)
        text += model_text(shown, each, look);
    for (auto const& each : shown.tables)
        if (each.classes.empty())
            text += table_text(each, look);
    return text + unknowns_of(shown.unknowns, look) + found_by(shown);
}

std::string render_differences(models::comparison const& found, terminal const& look) {
    std::string text;
    for (auto const& each : found.differences) {
        if (!each.database)
            text += paint(look, style::green, "+ " + each.part) + "  only in the models";
        else if (!each.models)
            text += paint(look, style::red, "- " + each.part) + "  only in the database";
        else
            text += paint(look, style::yellow, "! " + each.part);
        text += '\n';
        if (each.models && !each.models->empty())
            text += "    models:   " + *each.models + '\n';
        if (each.database && !each.database->empty())
            text += "    database: " + *each.database + '\n';
    }
    text += unknowns_of(found.unknowns, look);
    return found.differences.empty() ? text + "The models and the database agree.\n" : text;
}

} // namespace alembicore::cli
