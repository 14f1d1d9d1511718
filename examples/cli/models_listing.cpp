#include "models_listing.hpp"

#include <algorithm>
#include <vector>

namespace alembicore::cli {

namespace {

/// One line of a paragraph, in columns.
struct row {
    std::string name;
    std::string type;
    std::string details;
};

std::string spelled(models::table_name const& of) {
    return of.schema.empty() ? of.name : of.schema + '.' + of.name;
}

std::string joined(std::vector<std::string> const& texts) {
    std::string text;
    for (auto const& each : texts)
        text += (text.empty() ? "" : ", ") + each;
    return text;
}

std::string padded(std::string text, std::size_t width) {
    auto const shown = character_count(text);
    return shown < width ? text + std::string(width - shown, ' ') : text;
}

void add(std::string& to, std::string const& more) {
    to += (to.empty() ? "" : "  ") + more;
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
        add(text, "primary key");
    else if (!of.nullable)
        add(text, "not null");
    if (!of.identity.empty())
        add(text, "identity " + of.identity);
    if (of.computed)
        add(text, "generated: " + *of.computed);
    if (of.server_default)
        add(text, "default " + *of.server_default);
    if (of.client_default)
        add(text, "default in Python " + *of.client_default);
    for (auto const& key : in.foreign_keys)
        if (key.columns.size() == 1 && key.columns.front() == of.name)
            add(text, "-> " + spelled(key.referred) + '.' + joined(key.referred_columns) + actions_of(key));
    if (of.comment)
        add(text, "-- " + *of.comment);
    return text;
}

std::string lines_of(std::vector<row> const& rows, terminal const& look) {
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (auto const& each : rows) {
        name_width = std::max(name_width, character_count(each.name));
        type_width = std::max(type_width, character_count(each.type));
    }
    std::string text;
    for (auto const& each : rows) {
        text += "  " + padded(each.name, name_width) + "  " +
                paint(look, style::cyan, each.details.empty() ? each.type : padded(each.type, type_width));
        text += each.details.empty() ? "\n" : "  " + paint(look, style::dim, each.details) + '\n';
    }
    return text;
}

row row_of(models::table const& in, models::column const& of, std::string name) {
    return {.name = std::move(name), .type = of.type.empty() ? "?" : of.type, .details = details_of(in, of)};
}

/// Keys of several columns, checks and indexes.
std::string rules_of(models::table const& of) {
    std::string text;
    for (auto const& key : of.foreign_keys)
        if (key.columns.size() != 1)
            text += "  foreign key (" + joined(key.columns) + ") -> " + spelled(key.referred) + " (" +
                    joined(key.referred_columns) + ")" + actions_of(key) + '\n';
    for (auto const& key : of.unique)
        text += "  unique " + (key.name ? *key.name + " " : std::string{}) + "(" + joined(key.columns) + ")\n";
    for (auto const& each : of.conditions)
        text += "  " + (each.name ? *each.name + " " : std::string{}) + each.definition + '\n';
    for (auto const& each : of.indexes)
        text += std::string{each.unique ? "  unique index " : "  index "} + each.name + " (" + joined(each.elements) +
                ")\n";
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
        add(text, "through " + spelled(*of.secondary));
    if (!of.back_populates.empty())
        add(text, "back: " + of.back_populates);
    if (of.viewonly)
        add(text, "view only");
    if (of.cascade != std::vector<std::string>{"merge", "save-update"} && !of.viewonly)
        add(text, "cascade: " + joined(of.cascade));
    if (of.passive_deletes != "false")
        add(text, "passive deletes: " + of.passive_deletes);
    std::vector<std::string> actions;
    for (auto const& each : of.on_delete)
        if (!each.empty() && std::ranges::count(actions, each) == 0)
            actions.push_back(each);
    if (!actions.empty())
        add(text, "database: on delete " + joined(actions));
    return text;
}

std::string relationships_of(models::model const& of, terminal const& look) {
    std::vector<row> rows;
    for (auto const& each : of.relationships)
        rows.push_back(
            {.name = each.name,
             .type = std::string{words_of(each.direction)} + ' ' + each.target + (each.uselist ? "[]" : ""),
             .details = details_of(each)}
        );
    return lines_of(rows, look);
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
    std::vector<row> rows;
    for (auto const& each : of.attributes)
        if (auto const* table = table_of(in, each.table)) {
            auto const column = std::ranges::find(table->columns, each.column, &models::column::name);
            if (column != table->columns.end())
                rows.push_back(
                    row_of(*table, *column, each.name == each.column ? each.name : each.name + " = " + each.column)
                );
        }
    text += lines_of(rows, look);
    auto const* table = of.table ? table_of(in, *of.table) : nullptr;
    if (table != nullptr)
        text += rules_of(*table);
    text += relationships_of(of, look) + unknowns_of(of.unknowns, look);
    if (table != nullptr)
        text += unknowns_of(table->unknowns, look);
    return text + '\n';
}

std::string table_text(models::table const& of, terminal const& look) {
    std::vector<row> rows;
    for (auto const& each : of.columns)
        rows.push_back(row_of(of, each, each.name));
    return "table " + paint(look, style::bold, spelled(of.name)) + paint(look, style::dim, "  no class") + '\n' +
           lines_of(rows, look) + rules_of(of) + unknowns_of(of.unknowns, look) + '\n';
}

std::string found_by(models::collection const& shown) {
    auto const counts =
        std::to_string(shown.models.size()) + " classes, " + std::to_string(shown.tables.size()) + " tables";
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
