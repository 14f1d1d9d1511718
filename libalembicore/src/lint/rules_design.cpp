// Names and tables as they are designed.
#include "lint/column_layout.hpp"
#include "lint/identifiers.hpp"
#include "lint/rule.hpp"

#include <algorithm>
#include <set>

namespace alembicore::lint {

namespace {

using enum action_kind;

bool begins_statement(action const& of, moment const& now) {
    return now.at == 0 || now.revision.actions[now.at - 1].statement != of.statement;
}

void long_name(action const& of, moment const& now, notes& found) {
    if (!begins_statement(of, now))
        return;
    for (auto const& name : identifiers_longer_than(63, now.statement().text))
        found.add(of.table, {}, "'" + name + "' has " + std::to_string(name.size()) + " bytes and is cut off at 63");
}

void unqualified(action const& of, moment const& now, notes& found) {
    if (of.kind != create_table || of.temporary || !begins_statement(of, now))
        return;
    auto const* range = child(*of.details, "relation");
    if (range != nullptr && !range->contains("schemaname"))
        found.add(of.table, {}, "which schema '" + of.table.name + "' is created in depends on the search path");
}

void assigned_twice(action const& of, moment const&, notes& found) {
    if (of.kind != update_rows)
        return;
    std::set<std::string> seen;
    for (auto const& column : of.columns)
        if (!column.empty() && !seen.insert(column).second)
            return found.add(of.table, column, "'" + column + "' is assigned twice, which PostgreSQL refuses");
}

void wasteful_layout(action const& of, moment const& now, notes& found) {
    if (of.kind != create_table)
        return;
    std::vector<std::string> types;
    for (auto const& each : now.later())
        if (each.kind == add_column && each.with_table && each.table == of.table)
            types.push_back(each.type);
    if (auto const wasted = wasted_bytes(types); wasted >= 8)
        found.add(
            of.table, {}, std::to_string(wasted) + " bytes of each row are padding that another order would not need"
        );
}

bool is_plain(std::string const& name) {
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

void quoted_name(action const& of, moment const&, notes& found) {
    bool const makes = of.kind == create_table || of.kind == add_column || of.kind == create_index ||
                       of.kind == create_enum || of.kind == create_domain;
    if (makes && !is_plain(of.kind == create_index || of.kind == add_column ? of.object : of.table.name))
        found.add(of.table, of.object, "the name has to be quoted in every statement");
    if ((of.kind == rename_table || of.kind == rename_column) && !is_plain(of.new_name))
        found.add(of.table, of.object, "the name '" + of.new_name + "' has to be quoted in every statement");
}

void keyless_table(whole const& all, notes& found) {
    for (auto const& each : all.revision.actions) {
        if (each.kind != create_table || each.temporary || each.details->contains("partbound") ||
            !each.details->contains("tableElts"))
            continue;
        auto const* table = all.after.known.find(each.table);
        bool const keyed =
            table == nullptr || !each.other.empty() ||
            std::ranges::any_of(table->constraints, [](auto const& known) { return known.kind == add_primary_key; });
        if (keyed)
            continue;
        notes::note made;
        made.subject = each.table.shown();
        made.message = "'" + each.table.shown() + "' has no primary key";
        made.statement = each.statement;
        made.of_action = true;
        found.add(std::move(made));
    }
}

constexpr rule rules_of_design[] = {
    {.id = "D08",
     .title = "name of more than 63 bytes",
     .severity = severity::warning,
     .why =
         "PostgreSQL cuts longer names off without an error: two of them may become one, and code that looks for the "
         "whole name finds nothing.",
     .safer = "choose a shorter name",
     .at_action = long_name},
    {.id = "D09",
     .title = "table without its schema",
     .severity = severity::info,
     .why = "The search path of whoever runs the revision decides where the table is.",
     .safer = "name the schema: schema='app'",
     .at_action = unqualified,
     .by_default = false},
    {.id = "D10",
     .title = "column assigned twice",
     .severity = severity::error,
     .why = "PostgreSQL refuses an UPDATE that assigns a column twice (42601).",
     .safer = "assign it once",
     .at_action = assigned_twice},
    {.id = "D11",
     .title = "column order that wastes space",
     .severity = severity::info,
     .why = "Values are aligned to their size, so a small column before a large one costs padding in every row.",
     .safer = "put columns of 8 bytes first, then those of 4, of 2 and of 1, then those of varying length",
     .at_action = wasteful_layout,
     .by_default = false},
    {.id = "D12",
     .title = "name that has to be quoted",
     .severity = severity::info,
     .why = "A name with capitals or other signs than letters, digits and _ has to be quoted wherever it is written.",
     .safer = "small letters, digits and _",
     .at_action = quoted_name,
     .by_default = false},
    {.id = "D13",
     .title = "table without a primary key",
     .severity = severity::info,
     .why = "Its rows cannot be told apart: logical replication refuses UPDATE and DELETE, and so do many tools.",
     .safer = "give it a primary key; for a table between two others, both of its foreign keys",
     .at_end = keyless_table},
};

} // namespace

std::span<rule const> design_rules() {
    return rules_of_design;
}

} // namespace alembicore::lint
