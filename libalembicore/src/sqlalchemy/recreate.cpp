// How a table that was recreated takes the place of the old one.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/recreated_table.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

[[noreturn]] void refuse_mention(std::string what) {
    throw python::not_evaluable(
        "batch_alter_table(recreate='always') that renames or drops a column of " + std::move(what),
        "drop it in the batch and create it afterwards"
    );
}

} // namespace

/// SQLAlchemy's columns keep the place that partial_reordering, or where new ones were inserted, gives them.
void recreated_table::reorder() {
    if (given_.reordering.empty() && added_order_.empty())
        return;
    std::vector<std::string> keys;
    for (auto const& each : columns_)
        keys.push_back(each.key);
    name_order pairs;
    for (auto const& row : given_.reordering)
        for (std::size_t at = 1; at < row.size(); ++at)
            pairs.emplace_back(row[at - 1], row[at]);
    if (given_.reordering.empty())
        for (std::size_t at = 1; at < existing_order_.size(); ++at)
            pairs.emplace_back(keys[at - 1], existing_order_[at]);
    pairs.insert(pairs.end(), added_order_.begin(), added_order_.end());
    std::vector<kept_column> sorted;
    for (auto const& key : sort_names(pairs, keys))
        sorted.push_back(*find(key));
    columns_ = std::move(sorted);
}

bool recreated_table::is_complete(std::span<schema::identifier const> columns) {
    return std::ranges::all_of(columns, [&](auto const& each) { return find(each.text) != columns_.end(); });
}

schema::identifier recreated_table::renamed(schema::identifier const& name) {
    auto const found = find(name.text);
    return found == columns_.end() ? name : found->options.name;
}

bool recreated_table::is_renamed_or_gone(schema::identifier const& name) {
    auto const found = find(name.text);
    return found == columns_.end() || found->options.name.text != name.text;
}

/// A constraint of the new table; nothing where a column of it is gone.
std::optional<schema::constraint> recreated_table::copy(schema::constraint constraint) {
    if (auto* const check = std::get_if<schema::check_constraint>(&constraint)) {
        auto const columns = columns_in(check->condition);
        if (!is_complete(columns))
            return std::nullopt;
        if (std::ranges::any_of(columns, [&](auto const& each) { return is_renamed_or_gone(each); }))
            refuse_mention("a CHECK constraint");
        return constraint;
    }
    if (auto const* const exclude = std::get_if<schema::exclude_constraint>(&constraint)) {
        for (auto const& element : exclude->elements)
            if (std::ranges::any_of(columns_in(element.value), [&](auto const& each) {
                    return is_renamed_or_gone(each);
                }))
                refuse_mention("an EXCLUDE constraint");
        return constraint;
    }
    bool whole = true;
    std::visit(
        [&](auto& chosen) {
            if constexpr (requires { chosen.columns; }) {
                whole = is_complete(chosen.columns);
                for (auto& column : chosen.columns)
                    column = renamed(column);
            }
            if constexpr (requires { chosen.include; })
                for (auto& column : chosen.include)
                    column = renamed(column);
        },
        constraint
    );
    // SQLAlchemy moves what a table of a schema refers to into that schema, and then does not find it.
    if (auto const* const key = std::get_if<schema::foreign_key>(&constraint);
        key != nullptr && temporary_.schema && key->referred.schema != temporary_.schema)
        throw sqlalchemy_error(
            "NoReferencedTableError",
            "Foreign key associated with column '" + temporary_.name.text + '.' + key->columns.front().text +
                "' could not find table '" + temporary_.schema->text + '.' + key->referred.name.text +
                "' with which to generate a foreign key to target column '" + key->referred_columns.front().text + "'"
        );
    return whole ? std::optional{std::move(constraint)} : std::nullopt;
}

schema::index recreated_table::copy(schema::index index) {
    index.table = given_.from->name();
    for (auto& element : index.elements) {
        auto& value = element.value;
        if (value.kind == schema::expression_kind::column) {
            auto const name = renamed({value.text, value.quote});
            value.text = name.text;
            value.quote = name.quote;
            continue;
        }
        for (auto const& column : columns_in(value))
            if (find(column.text) != columns_.end() && is_renamed_or_gone(column))
                refuse_mention("an index on an expression");
    }
    for (auto& column : index.include)
        column = renamed(column);
    return index;
}

schema::table recreated_table::new_definition(python::evaluation& run) {
    std::vector<schema::constraint> constraints;
    for (bool const named : {true, false})
        for (auto const& each : constraints_) {
            bool const has_name = std::visit([](auto const& chosen) { return chosen.name.has_value(); }, each);
            if (has_name != named)
                continue;
            if (auto made = copy(each))
                constraints.push_back(std::move(*made));
        }
    std::vector<schema::identifier> key;
    for (auto const& each : constraints)
        if (auto const* found = std::get_if<schema::primary_key>(&each))
            key = found->columns;
    std::vector<python::value> items;
    for (auto const& each : columns_) {
        auto options = each.options;
        bool const in_key = std::ranges::find(key, options.name) != key.end();
        options.nullable = in_key && !options.nullable ? false : each.nullable;
        items.emplace_back(std::make_shared<column_value>(std::move(options), each.type));
    }
    items.insert(items.end(), given_.items.begin(), given_.items.end());
    for (auto& each : constraints)
        items.emplace_back(std::make_shared<constraint_value>(std::move(each), run.host<recording>().next_item()));
    auto made = assemble_table(run, temporary_, items, {});
    made.comment = given_.keywords.comment;
    return made;
}

/// INSERT … SELECT from the old table.
schema::expression recreated_table::filling() {
    schema::expression head{.kind = schema::expression_kind::insert_into, .table = temporary_};
    schema::expression contents{.kind = schema::expression_kind::sequence, .text = ", "};
    for (auto const& each : columns_)
        if (each.content) {
            head.operands.push_back(schema::column_reference(each.options.name));
            contents.operands.push_back(*each.content);
        }
    if (contents.operands.empty())
        throw python::not_evaluable("batch_alter_table(recreate='always') that keeps no column");
    schema::expression from{.kind = schema::expression_kind::table, .table = given_.from->name()};
    return {
        .kind = schema::expression_kind::select,
        .operands = {
            std::move(head),
            schema::sql_text(" SELECT "),
            std::move(contents),
            schema::sql_text(" \nFROM "),
            std::move(from)}};
}

std::vector<operation::any_operation> recreated_table::finish(python::evaluation& run) {
    reorder();
    auto const& old = given_.from->name();
    std::vector<operation::any_operation> made;
    // Their names have to be free for the new table.
    for (auto const& each : given_.from->declaration()->definition.constraints) {
        auto const name = std::visit([](auto const& chosen) { return chosen.name; }, each);
        bool const taken = name && std::ranges::any_of(constraints_, [&](auto const& other) {
                               return std::visit([](auto const& chosen) { return chosen.name; }, other) == name;
                           });
        if (taken)
            made.emplace_back(operation::drop_constraint{.table = old, .name = *name});
    }
    made.emplace_back(operation::create_table{.table = new_definition(run)});
    made.emplace_back(operation::execute{.statement = filling()});
    made.emplace_back(operation::drop_table{.table = old});
    made.emplace_back(operation::rename_table{.table = temporary_, .new_name = old.name});
    for (auto& each : indexes_)
        made.emplace_back(operation::create_index{.index = copy(std::move(each))});
    for (auto& each : new_indexes_) {
        for (auto const& element : each.elements)
            if (find(element.value.text) == columns_.end())
                throw python::python_error("KeyError", element.value.text);
        made.emplace_back(operation::create_index{.index = copy(std::move(each))});
    }
    for (auto& each : made)
        std::visit([&](auto& chosen) { chosen.place = run.place(); }, each);
    return made;
}

} // namespace alembicore::sqlalchemy
