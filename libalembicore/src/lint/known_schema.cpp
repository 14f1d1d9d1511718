#include "lint/known_schema.hpp"

#include "lint/type_name.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::lint {

namespace {

/// The name that PostgreSQL gives a constraint without one, where nothing stands in its way.
std::string name_of(action const& added) {
    if (!added.object.empty())
        return added.object;
    std::string name = added.table.name;
    if (added.kind == action_kind::add_primary_key)
        return name + "_pkey";
    for (auto const& column : added.columns)
        name += "_" + column;
    switch (added.kind) {
    case action_kind::add_unique:
        return name + "_key";
    case action_kind::add_foreign_key:
        return name + "_fkey";
    case action_kind::add_exclusion:
        return name + "_excl";
    default:
        return name + "_check";
    }
}

std::vector<std::string> columns_read(node const& check) {
    std::vector<std::string> columns;
    each_of_kind(boost::json::value(check), "ColumnRef", [&](node const& reference) {
        auto const names = names_of(list(reference, "fields"));
        if (!names.empty() && std::ranges::count(columns, names.back()) == 0)
            columns.push_back(names.back());
    });
    return columns;
}

void rename_in(std::vector<std::string>& names, std::string const& before, std::string const& after) {
    std::ranges::replace(names, before, after);
}

} // namespace

known_column const* known_table::column(std::string_view wanted) const {
    auto const found = std::ranges::find(columns, wanted, &known_column::name);
    return found == columns.end() ? nullptr : &*found;
}

known_constraint const* known_table::constraint(std::string_view wanted) const {
    auto const found = std::ranges::find(constraints, wanted, &known_constraint::name);
    return found == constraints.end() ? nullptr : &*found;
}

known_table const* known_schema::find(relation const& table) const {
    auto const found = tables_.find(table);
    return found == tables_.end() ? nullptr : found->second.get();
}

relation known_schema::table_of_index(relation const& index) const {
    auto const found = tables_of_indexes_.find(index);
    return found == tables_of_indexes_.end() ? relation{} : found->second;
}

known_table& known_schema::change(relation const& table) {
    auto& held = tables_[table];
    if (held && held.use_count() == 1 && held->name == table)
        return *held;
    auto copy = held ? std::make_shared<known_table>(*held) : std::make_shared<known_table>();
    copy->name = table;
    auto& changed = *copy;
    held = std::move(copy);
    return changed;
}

void known_schema::forget_index(relation const& index) {
    auto const table = table_of_index(index);
    tables_of_indexes_.erase(index);
    if (table.empty() || find(table) == nullptr)
        return;
    std::erase_if(change(table).indexes, [&](known_index const& each) { return each.name == index.name; });
}

void known_schema::apply_to_columns(action const& done) {
    auto& table = change(done.table);
    auto const found = std::ranges::find(table.columns, done.object, &known_column::name);
    switch (done.kind) {
    case action_kind::add_column:
        if (found == table.columns.end())
            table.columns.push_back(
                {done.object, done.type, done.not_null || done.using_index == "identity" || is_serial(done.type)}
            );
        return;
    case action_kind::drop_column: {
        std::erase_if(table.columns, [&](auto const& each) { return each.name == done.object; });
        auto const uses = [&](auto const& each) { return std::ranges::count(each.columns, done.object) != 0; };
        std::erase_if(table.constraints, uses);
        std::erase_if(table.indexes, uses);
        return;
    }
    case action_kind::rename_column:
        if (found != table.columns.end())
            found->name = done.new_name;
        for (auto& each : table.constraints)
            rename_in(each.columns, done.object, done.new_name);
        for (auto& each : table.indexes)
            rename_in(each.columns, done.object, done.new_name);
        return;
    case action_kind::alter_type:
        if (found == table.columns.end())
            table.columns.push_back({done.object, done.type, false, false});
        else
            found->type = done.type;
        return;
    case action_kind::set_not_null:
    case action_kind::drop_not_null:
        if (found != table.columns.end())
            found->not_null = done.kind == action_kind::set_not_null;
        return;
    default:
        return;
    }
}

void known_schema::apply_to_constraints(action const& done) {
    auto& table = change(done.table);
    if (done.kind == action_kind::drop_constraint) {
        std::erase_if(table.constraints, [&](auto const& each) { return each.name == done.object; });
        std::erase_if(table.indexes, [&](auto const& each) { return each.name == done.object; });
        return;
    }
    if (done.kind == action_kind::validate_constraint) {
        for (auto& each : table.constraints)
            each.valid = each.valid || each.name == done.object;
        return;
    }
    known_constraint made{name_of(done), done.kind, done.columns, !done.not_valid, {}, done.other};
    if (done.kind == action_kind::add_check)
        if (auto const* condition = child(*done.details, "raw_expr")) {
            made.columns = columns_read(*condition);
            made.not_null_column = not_null_column(*condition);
        }
    if (!done.using_index.empty())
        for (auto& each : table.indexes)
            if (each.name == done.using_index) {
                made.columns = each.columns;
                each.name = made.name;
            }
    if (made.kind == action_kind::add_primary_key)
        for (auto& column : table.columns)
            column.not_null = column.not_null || std::ranges::count(made.columns, column.name) != 0;
    table.constraints.push_back(std::move(made));
}

void known_schema::apply(action const& done) {
    using enum action_kind;
    switch (done.kind) {
    case create_table: {
        if (done.if_exists && find(done.table) != nullptr)
            return;
        tables_.erase(done.table);
        change(done.table).complete = true;
        return;
    }
    case drop_table:
        tables_.erase(done.table);
        return;
    case rename_table:
    case move_table: {
        auto const to = done.kind == rename_table
                            ? relation{done.table.schema, done.new_name}
                            : relation{done.new_name == "public" ? std::string{} : done.new_name, done.table.name};
        if (find(done.table) == nullptr)
            return;
        tables_[to] = tables_[done.table];
        change(to);
        tables_.erase(done.table);
        for (auto& [index, table] : tables_of_indexes_)
            if (table == done.table)
                table = to;
        return;
    }
    case create_index: {
        auto& table = change(done.table);
        table.indexes.push_back(
            {done.object, done.columns, done.unique, done.details->contains("whereClause"), is_ordinary(*done.details)}
        );
        tables_of_indexes_[{done.table.schema, done.object}] = done.table;
        return;
    }
    case drop_index:
        return forget_index(done.other);
    case add_column:
    case drop_column:
    case rename_column:
    case alter_type:
    case set_not_null:
    case drop_not_null:
        return apply_to_columns(done);
    case add_check:
    case add_foreign_key:
    case add_unique:
    case add_primary_key:
    case add_exclusion:
    case validate_constraint:
    case drop_constraint:
        return apply_to_constraints(done);
    default:
        return;
    }
}

bool is_ordinary(node const& index) {
    auto const method = text(index, "accessMethod");
    if (!method.empty() && method != "btree")
        return false;
    return std::ranges::none_of(list(index, "indexParams"), [](boost::json::value const& each) {
        return unwrap(each).inner->contains("opclass") || unwrap(each).inner->contains("collation");
    });
}

std::string not_null_column(node const& check) {
    auto const* test = child(check, "NullTest");
    if (test == nullptr || text(*test, "nulltesttype") != "IS_NOT_NULL")
        return {};
    auto const* column = child_of_kind(*test, "arg", "ColumnRef");
    auto const names = column == nullptr ? std::vector<std::string>{} : names_of(list(*column, "fields"));
    return names.empty() ? std::string{} : names.back();
}

} // namespace alembicore::lint
