// Statements that change rows, and what cannot be judged.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>
#include <set>

namespace alembicore::lint {

namespace {

using enum action_kind;

std::string shown(relation const& table) {
    return "'" + table.shown() + "'";
}

bool fills_altered_table(action const& of, moment const& now) {
    return of.kind == update_rows && now.in_use(of.table) && is_altered_in_transaction(now, of.table) &&
           !names_its_rows(of, now);
}

void filled_at_once(action const& of, moment const& now, notes& found) {
    if (fills_altered_table(of, now))
        found.add(
            of.table,
            {},
            shown(of.table) +
                " is altered in the same transaction: its lock and those of the rows last until all is done"
        );
}

void all_rows(action const& of, moment const& now, notes& found) {
    if (of.whole_table && now.in_use(of.table) && !fills_altered_table(of, now) && !is_dropped_later(now, of.table))
        found.add(
            of.table,
            {},
            std::string{of.kind == delete_rows ? "DELETE" : "UPDATE"} + " without WHERE changes every row of " +
                shown(of.table)
        );
}

void opaque(action const& of, moment const& now, notes& found) {
    if (of.kind == procedural)
        found.add({}, {}, "what a DO block or CALL does is not looked into");
    if (of.kind == unreadable)
        found.add({}, {}, "PostgreSQL's grammar does not take it: " + now.statement().problem);
}

void unread_revision(whole const& all, notes& found) {
    auto const& refusal = all.revision.refusal;
    if (!refusal || refusal->code == errc::python_exception)
        return;
    notes::note made;
    made.message = "what the revision does is known only when it runs: " + refusal->message;
    made.place = refusal->place;
    found.add(std::move(made));
}

constexpr rule rules_of_rows[] = {
    {.id = "L16",
     .title = "rows filled in the transaction that alters the table",
     .severity = severity::warning,
     .why = "One UPDATE over a table writes every row anew and keeps them locked until the transaction ends, and so "
            "does the lock of ALTER TABLE in the same transaction.",
     .safer = "alter the table in one revision; fill the rows in another one, in batches, each committed",
     .at_action = filled_at_once,
     .cost = cost::grows},
    {.id = "B15",
     .title = "UPDATE or DELETE of every row",
     .severity = severity::warning,
     .why = "Every row is changed and locked until the transaction ends, and a WHERE may have been forgotten.",
     .safer = "say with WHERE which rows are meant, and change them in batches",
     .at_action = all_rows,
     .cost = cost::grows},
    {.id = "B16",
     .title = "not judged",
     .severity = severity::info,
     .why = "Rules see statements. What a DO block, a procedure or a revision that asks the database will do is known "
            "only when it runs.",
     .safer = "rehearse it; or write the statements themselves",
     .at_action = opaque,
     .at_end = unread_revision},
};

} // namespace

std::span<rule const> row_rules() {
    return rules_of_rows;
}

} // namespace alembicore::lint
