// What has another name afterwards.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

/// Another column takes the name, with its rows.
bool is_named_again(moment const& now, relation const& table, std::string const& column) {
    return std::ranges::any_of(now.later(), [&](action const& each) {
        return each.kind == rename_column && each.table == table && each.new_name == column;
    });
}

void column_renamed(action const& of, moment const& now, notes& found) {
    if (of.kind == rename_column && now.in_use(of.table) && added_here(now, of.table, of.object) == nullptr &&
        !is_named_again(now, of.table, of.object))
        found.add(
            of.table, of.object, "code that names '" + of.object + "' fails as soon as it is '" + of.new_name + "'"
        );
}

bool has_successor(moment const& now, relation const& table) {
    return std::ranges::any_of(now.later(), [&](action const& each) {
        bool const makes = each.kind == create_table || each.kind == create_view;
        return (makes && each.table == table) || (each.kind == rename_table && each.new_name == table.name);
    });
}

void table_renamed(action const& of, moment const& now, notes& found) {
    if ((of.kind == rename_table || of.kind == move_table) && now.in_use(of.table) && !has_successor(now, of.table))
        found.add(
            of.table,
            {},
            "code that names '" + of.table.shown() + "' fails as soon as it is " +
                (of.kind == rename_table ? "'" : "in the schema '") + of.new_name + "'"
        );
    if (of.kind == rename_schema)
        found.add(
            {}, of.object, "code that names the schema '" + of.object + "' fails as soon as it is '" + of.new_name + "'"
        );
}

void value_renamed(action const& of, moment const& now, notes& found) {
    if (of.kind == rename_enum_value && !now.before.new_types.contains(of.table))
        found.add(
            of.table, of.object, "code that writes '" + of.object + "' fails as soon as it is '" + of.new_name + "'"
        );
}

constexpr rule rules_of_renamings[] = {
    {.id = "B04",
     .title = "column renamed",
     .severity = severity::warning,
     .why = "Code that runs already names the column as it was, and fails from the moment of the rename until the new "
            "code is everywhere.",
     .safer = "add a column, write both, move the readers over, then drop the old one",
     .at_action = column_renamed},
    {.id = "B05",
     .title = "table or schema renamed",
     .severity = severity::warning,
     .why = "Code that runs already names the table as it was, and fails from the moment of the rename until the new "
            "code is everywhere.",
     .safer = "create a view of the old name in the same transaction, and drop it when nobody uses it",
     .at_action = table_renamed},
    {.id = "B06",
     .title = "enum value renamed",
     .severity = severity::warning,
     .why = "Code that runs already writes and compares the value as it was, which is an error from then on.",
     .safer = "add the new value, let code read both, change the rows, and leave the old value unused",
     .at_action = value_renamed},
};

} // namespace

std::span<rule const> renaming_rules() {
    return rules_of_renamings;
}

} // namespace alembicore::lint
