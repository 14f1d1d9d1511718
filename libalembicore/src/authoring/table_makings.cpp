#include "authoring/catalog_parts.hpp"
#include "authoring/making.hpp"
#include "catalog/ddl.hpp"
#include "catalog/definition.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace alembicore::authoring {

namespace {

using catalog::constraint_kind;
using catalog::quoted;

bool is_key(constraint_kind kind) {
    return kind == constraint_kind::primary_key || kind == constraint_kind::unique;
}

catalog::constraint const* primary_key_of(catalog::table const& table) {
    auto const found = std::ranges::find(table.constraints, constraint_kind::primary_key, &catalog::constraint::kind);
    return found == table.constraints.end() ? nullptr : &*found;
}

} // namespace

table_makings::table_makings(
    catalog::snapshot const& whole, revision_names const& names, standing_tables const& standing
)
    : whole_{whole}, names_{names}, standing_{standing}, enumerations_{whole, names} {
    for (auto const& table : whole_.tables)
        for (auto const& column : table.columns)
            if (auto const* found = standing_.contains(table.name) ? nullptr : serial_of(table, column))
                serials_.insert(found->name);
}

bool table_makings::is_implied(catalog::sequence const& each) const {
    return each.of_identity || serials_.contains(each.name);
}

/// Of a column that is the whole key, numbered as SERIAL would number it, and of nothing else.
catalog::sequence const* table_makings::serial_of(catalog::table const& table, catalog::column const& of) const {
    auto const* key = primary_key_of(table);
    if (!of.default_value || key == nullptr || key->columns != std::vector{of.name} || !fits_inside(table, *key) ||
        is_written_as_text(table))
        return nullptr;
    auto const found = std::ranges::find_if(whole_.sequences, [&](catalog::sequence const& each) {
        return each.owning_table == table.name && each.owning_column == of.name && !each.of_identity;
    });
    if (found == whole_.sequences.end() || found->type != of.type || !counts_plainly(*found) || found->comment ||
        found->name.schema != table.name.schema || found->name.object != implied_sequence(table.name, of.name))
        return nullptr;
    auto const wanted = "nextval(" + sql::quote_literal(quoted(found->name)) + "::regclass)";
    std::size_t uses = 0;
    for (auto const& other : whole_.tables)
        uses += static_cast<std::size_t>(std::ranges::count_if(other.columns, [&](catalog::column const& each) {
            return each.default_value &&
                   each.default_value->find(sql::quote_literal(quoted(found->name))) != std::string::npos;
        }));
    return *of.default_value == wanted && uses == 1 ? &*found : nullptr;
}

catalog::sequence const* table_makings::identity_of(name const& table, std::string const& column) const {
    auto const found = std::ranges::find_if(whole_.sequences, [&](catalog::sequence const& each) {
        return each.of_identity && each.owning_table == table && each.owning_column == column;
    });
    return found == whole_.sequences.end() ? nullptr : &*found;
}

schema::column table_makings::column_of(catalog::table const& table, catalog::column const& from) const {
    schema::column made{.name = {.text = from.name, .quote = {}}, .type = type_of(from, enumerations_)};
    made.nullable = from.nullable;
    made.serial = !standing_.contains(table.name) && serial_of(table, from) != nullptr;
    if (from.default_value && !made.serial)
        made.default_value = schema::sql_text(*from.default_value);
    if (from.generated)
        made.computed = schema::computed{schema::sql_text(*from.generated)};
    if (!from.identity.empty()) {
        made.identity = schema::identity{.always = from.identity == "always", .series = {}};
        if (auto const* source = identity_of(table.name, from.name))
            made.identity->series = numbers_of(*source);
    }
    made.comment = from.comment;
    return made;
}

/// Whether CREATE TABLE makes the constraint. What it refers to must be there.
bool table_makings::fits_inside(catalog::table const& table, catalog::constraint const& each) const {
    bool const partition = is_partition(table);
    if (each.kind == constraint_kind::check)
        return (partition || !each.inherited) &&
               (is_written_as_text(table) ? each.validated : constraint_of(each, names_).has_value());
    if (is_in_partitioning(table) || each.inherited || is_written_as_text(table) || !constraint_of(each, names_))
        return false;
    if (is_key(each.kind))
        return true;
    if (each.kind != constraint_kind::foreign_key)
        return false;
    // Of a key, not of an index alone, which comes later.
    auto const& to = *each.reference;
    auto const found = std::ranges::find(whole_.tables, to.table, &catalog::table::name);
    bool const there = to.table == table.name || (made_.contains(to.table) && !standing_.contains(to.table));
    return there && found != whole_.tables.end() && !is_in_partitioning(*found) &&
           std::ranges::any_of(found->constraints, [&](catalog::constraint const& key) {
               return is_key(key.kind) && key.columns == to.columns && constraint_of(key, names_);
           });
}

std::vector<making> table_makings::tables() {
    std::vector<making> all;
    for (auto const& each : whole_.tables)
        add_in_order(each, all);
    add_owned_sequences(all);
    return all;
}

/// A table after its parents and after those that its keys refer to. One in a ring is made before one of these.
void table_makings::add_in_order(catalog::table const& each, std::vector<making>& to) {
    if (made_.contains(each.name) || !begun_.insert(each.name).second)
        return;
    auto const add_first = [&](name const& other) {
        if (auto const found = std::ranges::find(whole_.tables, other, &catalog::table::name);
            found != whole_.tables.end())
            add_in_order(*found, to);
    };
    for (auto const& parent : each.parents)
        add_first(parent);
    for (auto const& constraint : each.constraints)
        if (constraint.reference)
            add_first(constraint.reference->table);
    if (standing_.contains(each.name))
        add_columns(each, to);
    else
        add_new(each, to);
    made_.insert(each.name);
}

void table_makings::add_new(catalog::table const& each, std::vector<making>& to) {
    auto& added = to.emplace_back();
    added.key = "table " + quoted(each.name);
    for (auto const& constraint : each.constraints)
        if (fits_inside(each, constraint))
            within_.emplace(each.name, constraint.name);
    if (is_written_as_text(each))
        return add_text(added, each);
    operation::create_table created;
    auto& table = created.table;
    table.name = names_.of(each.name);
    for (auto const& column : each.columns)
        if (is_partition(each) || !column.inherited)
            table.columns.push_back(column_of(each, column));
    for (auto const& constraint : each.constraints)
        if (within_.contains({each.name, constraint.name}))
            table.constraints.push_back(*constraint_of(constraint, names_));
    table.comment = each.comment;
    if (each.unlogged)
        table.prefixes.emplace_back("UNLOGGED");
    if (!is_partition(each))
        for (auto const& parent : each.parents)
            table.options.inherits.push_back({.text = parent.object, .quote = {}});
    table.options.partition_by = each.partition_key;
    if (!each.tablespace.empty())
        table.options.tablespace = schema::identifier{.text = each.tablespace, .quote = {}};
    added.unmake.emplace_back(operation::drop_table{.table = table.name});
    added.make.emplace_back(std::move(created));
    add_afterwards(added, each);
}

/// What only the text of CREATE TABLE says in every release of SQLAlchemy.
bool table_makings::is_written_as_text(catalog::table const& each) const {
    if (each.kind == catalog::table_kind::foreign || !each.access_method.empty())
        return true;
    bool const inherits = !is_partition(each);
    for (auto const& parent : each.parents)
        if (inherits && parent.schema != names_.default_schema())
            return true;
    return std::ranges::any_of(each.columns, [&](catalog::column const& column) {
        return !column.identity.empty() && implied_sequence(each.name, column.name).empty();
    });
}

/// By the statements that make a table of its own.
void table_makings::add_text(making& to, catalog::table const& each) const {
    catalog::snapshot alone;
    alone.tables.push_back(each);
    for (auto const& sequence : whole_.sequences)
        if (sequence.of_identity && sequence.owning_table == each.name)
            alone.sequences.push_back(sequence);
    for (auto& text : catalog::sectioned_ddl(alone).before_rows)
        if (!text.starts_with("SET "))
            to.make.push_back(statement(std::move(text)));
    bool const foreign = each.kind == catalog::table_kind::foreign;
    auto const kind = foreign ? std::string{"FOREIGN TABLE "} : std::string{"TABLE "};
    to.unmake.push_back(statement("DROP " + kind + quoted(each.name)));
    add_comment(to, kind + quoted(each.name), each.comment);
    for (auto const& column : each.columns)
        add_comment(to, "COLUMN " + quoted(each.name) + '.' + quoted(column.name), column.comment);
    add_constraint_comments(to, each);
}

void table_makings::add_afterwards(making& to, catalog::table const& each) const {
    auto const called = quoted(each.name);
    if (!each.options.empty())
        to.make.push_back(statement("ALTER TABLE " + called + " SET (" + catalog::joined(each.options) + ')'));
    for (auto const& column : each.columns) {
        add_storage(to, each, column);
        add_sequence_name(to, each, column);
    }
    if (is_partition(each))
        to.make.push_back(statement(
            "ALTER TABLE ONLY " + quoted(each.parents) + " ATTACH PARTITION " + called + ' ' + each.partition_bound
        ));
    add_constraint_comments(to, each);
}

void table_makings::add_constraint_comments(making& to, catalog::table const& each) const {
    for (auto const& constraint : each.constraints)
        if (within_.contains({each.name, constraint.name}))
            add_comment(to, "CONSTRAINT " + quoted(constraint.name) + " ON " + quoted(each.name), constraint.comment);
}

void table_makings::add_storage(making& to, catalog::table const& table, catalog::column const& column) {
    auto const change = "ALTER TABLE ONLY " + quoted(table.name) + " ALTER COLUMN " + quoted(column.name) + " SET ";
    if (!column.storage.empty())
        to.make.push_back(statement(change + "STORAGE " + column.storage));
    if (column.statistics)
        to.make.push_back(statement(change + "STATISTICS " + std::to_string(*column.statistics)));
}

/// That of an identity column has its name from the server, which may not be the one it has.
void table_makings::add_sequence_name(making& to, catalog::table const& table, catalog::column const& column) const {
    auto const* source = column.identity.empty() ? nullptr : identity_of(table.name, column.name);
    if (source == nullptr)
        return;
    auto const implied = implied_sequence(table.name, column.name);
    if (source->name.object != implied)
        to.make.push_back(statement(
            "ALTER SEQUENCE " + quoted(catalog::name{table.name.schema, implied}) + " RENAME TO " +
            quoted(source->name.object)
        ));
    if (source->comment)
        add_comment(to, "SEQUENCE " + quoted(source->name), source->comment);
}

void table_makings::add_columns(catalog::table const& each, std::vector<making>& to) const {
    auto const table = quoted(each.name);
    for (auto const& column : each.columns) {
        if (column.inherited)
            continue;
        auto& added = to.emplace_back();
        added.key = "column " + table + '.' + quoted(column.name);
        added.make.emplace_back(operation::add_column{.table = names_.of(each.name), .column = column_of(each, column)}
        );
        add_storage(added, each, column);
        added.unmake.emplace_back(operation::drop_column{
            .table = names_.of(each.name), .column = {.text = column.name, .quote = {}}});
        operation::alter_column commented;
        commented.table = names_.of(each.name);
        commented.column = {.text = column.name, .quote = {}};
        commented.comment = operation::comment_change{column.comment};
        added.remark.emplace_back(std::move(commented));
    }
}

void table_makings::add_owned_sequences(std::vector<making>& to) const {
    for (auto const& each : whole_.sequences) {
        if (!each.owning_table || is_implied(each))
            continue;
        auto& added = to.emplace_back();
        added.key = "sequence " + quoted(each.name);
        added.make.push_back(statement(
            "ALTER SEQUENCE " + quoted(each.name) + " OWNED BY " + quoted(*each.owning_table) + '.' +
            quoted(each.owning_column)
        ));
    }
}

} // namespace alembicore::authoring
