// What is gone afterwards: columns, tables, rows.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

std::string shown(relation const& table) {
    return "'" + table.shown() + "'";
}

bool drops_used_column(action const& of, moment const& now) {
    return of.kind == drop_column && now.in_use(of.table) && !is_dropped_later(now, of.table) &&
           added_here(now, of.table, of.object) == nullptr;
}

bool is_created_later(moment const& now, relation const& table) {
    return std::ranges::any_of(now.later(), [&](action const& each) {
        return each.kind == create_table && each.table == table;
    });
}

void column_dropped(action const& of, moment const& now, notes& found) {
    if (now.revision.direction == direction::upgrade && drops_used_column(of, now) && !looks_like_rename(of, now))
        found.add(of.table, of.object, "the values of '" + of.object + "' are gone, and code that names it fails");
}

void disguised_rename(action const& of, moment const& now, notes& found) {
    if (!drops_used_column(of, now))
        return;
    if (auto const* added = looks_like_rename(of, now))
        found.add(
            of.table,
            of.object,
            "'" + added->object + "' of the same type is added: if '" + of.object + "' was renamed, its values are lost"
        );
}

void table_dropped(action const& of, moment const& now, notes& found) {
    if (now.revision.direction != direction::upgrade)
        return;
    if (of.kind == drop_table && now.in_use(of.table) && !is_created_later(now, of.table))
        found.add(of.table, {}, "the rows of " + shown(of.table) + " are gone, and code that names it fails");
    if (of.kind == drop_schema)
        found.add(
            {},
            of.table.name,
            "the schema '" + of.table.name + "' is gone" + (of.cascade ? ", with everything in it" : "")
        );
    if (of.kind == drop_database)
        found.add({}, of.table.name, "the database '" + of.table.name + "' is gone");
}

void table_replaced(action const& of, moment const& now, notes& found) {
    if (of.kind == drop_table && now.in_use(of.table) && is_created_later(now, of.table) && !is_copied(now, of.table))
        found.add(of.table, {}, "the rows of " + shown(of.table) + " are gone before it is created again");
}

void rows_truncated(action const& of, moment const& now, notes& found) {
    if (of.kind == truncate && now.in_use(of.table))
        found.add(
            of.table,
            {},
            of.cascade ? "all rows of " + shown(of.table) + " are gone, and of every table that references it"
                       : "all rows of " + shown(of.table) + " are gone"
        );
}

void destructive_downgrade(action const& of, moment const& now, notes& found) {
    if (now.revision.direction != direction::downgrade)
        return;
    if (drops_used_column(of, now))
        found.add(of.table, of.object, "going back deletes what was written to '" + of.object + "' since");
    if (of.kind == drop_table && now.in_use(of.table))
        found.add(of.table, {}, "going back deletes what was written to " + shown(of.table) + " since");
}

constexpr rule rules_of_removals[] = {
    {.id = "B01",
     .title = "column dropped",
     .severity = severity::warning,
     .why =
         "Code that runs already selects and inserts the column by name and fails from then on; its values are gone.",
     .safer = "deploy code that does not know the column, then drop it; keep a backup of its values",
     .at_action = column_dropped},
    {.id = "B02",
     .title = "table, schema or database dropped",
     .severity = severity::warning,
     .why = "Code that runs already and names the table fails from then on; its rows are gone.",
     .safer = "rename it first, and drop it when nobody has missed it for a while; keep a backup",
     .at_action = table_dropped},
    {.id = "B03",
     .title = "table dropped to be created again",
     .severity = severity::warning,
     .why = "The rows are gone although the table seems to stay, which hides between other statements.",
     .safer = "alter the table, or create the new one beside it, copy the rows and rename",
     .at_action = table_replaced},
    {.id = "B09",
     .title = "table emptied",
     .severity = severity::warning,
     .why = "TRUNCATE deletes all rows under ACCESS EXCLUSIVE; with CASCADE also those of every table that references "
            "it.",
     .safer = "DELETE what has to go, in batches; keep a backup",
     .at_action = rows_truncated},
    {.id = "A08",
     .title = "column dropped and one of the same type added",
     .severity = severity::warning,
     .why = "Autogenerate cannot see that a column was renamed: it drops one and adds the other, and the values are "
            "lost.",
     .safer = "if it is a rename: op.alter_column(table, old, new_column_name=new)",
     .at_action = disguised_rename},
    {.id = "A09",
     .title = "downgrade that deletes data",
     .severity = severity::info,
     .why = "What was written since the upgrade is gone after the downgrade, also when the upgrade is made again.",
     .safer = "keep a backup before going back, or move the values aside in the downgrade",
     .at_action = destructive_downgrade,
     .cost = cost::of_rows},
};

} // namespace

std::span<rule const> removal_rules() {
    return rules_of_removals;
}

} // namespace alembicore::lint
