// What only the database can tell.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>
#include <set>

namespace alembicore::lint {

namespace {

using enum action_kind;

constexpr double writes_of_a_hot_table = 60; ///< each minute

std::string shown(relation const& table) {
    return "'" + table.shown() + "'";
}

bool is_hot(moment const& now, relation const& table) {
    auto const* live = now.live(table);
    return live != nullptr && live->writes_per_minute() >= writes_of_a_hot_table;
}

std::string rate_of(moment const& now, relation const& table) {
    return std::to_string(static_cast<long>(now.live(table)->writes_per_minute())) + " rows a minute";
}

void invalid_index(whole const& all, notes& found) {
    if (all.around.live == nullptr)
        return;
    std::set<relation> touched;
    for (auto const& each : all.revision.actions)
        touched.insert(each.table);
    for (auto const& table : touched) {
        auto const live = all.around.live->tables.find(table);
        if (live == all.around.live->tables.end())
            continue;
        for (auto const& index : live->second.invalid_indexes)
            if (std::ranges::none_of(all.revision.actions, [&](action const& each) {
                    return each.kind == drop_index && each.other.name == index;
                }))
                found.add(
                    table, index, "the index '" + index + "' is INVALID: no query uses it, and every write pays for it"
                );
    }
}

void deadlock(action const& of, moment const& now, notes& found) {
    if (!now.in_transaction())
        return;
    for (auto const& lock : locks_of(of)) {
        if (!blocks_writes(lock.mode) || !now.in_use(lock.table) || !is_hot(now, lock.table))
            continue;
        for (auto const& held : now.before.held)
            if (held.lock.table != lock.table && blocks_writes(held.lock.mode) && is_hot(now, held.lock.table))
                return found.add(
                    lock.table,
                    {},
                    shown(held.lock.table) + " is locked already: a transaction that writes to " + shown(lock.table) +
                        " first and to it next makes a deadlock"
                );
    }
}

void hot_parent(action const& of, moment const& now, notes& found) {
    if (of.kind == add_foreign_key && !of.with_column && of.other != of.table && now.in_use(of.other) &&
        is_hot(now, of.other) && !now.before.variables.contains("lock_timeout"))
        found.add(
            of.other,
            {},
            shown(of.other) + " takes " + rate_of(now, of.other) + ", and nobody can write to it meanwhile"
        );
}

bool is_made_identifiable(moment const& now, relation const& table) {
    return std::ranges::any_of(now.earlier(), [&](action const& each) {
        return each.table == table &&
               (each.kind == add_primary_key || text(*each.details, "subtype") == "AT_ReplicaIdentity");
    });
}

bool is_dropped_before(moment const& now, std::string const& name) {
    return std::ranges::any_of(now.earlier(), [&](action const& each) {
        return each.kind == drop_view && each.table.shown() == name;
    });
}

void replicated(action const& of, moment const& now, notes& found) {
    auto const* live = now.live(of.table);
    if (live == nullptr || !now.in_use(of.table))
        return;
    bool const changes = of.kind == update_rows || of.kind == delete_rows;
    if (changes && now.around.live->publications > 0 && !live->identifiable && !is_made_identifiable(now, of.table))
        return found.add(
            of.table,
            {},
            "a publication sends changes of " + shown(of.table) +
                ", which has no REPLICA IDENTITY: the statement is refused (55000)"
        );
    if ((of.kind == rewrite_table || rewrites(of, now)) && now.around.live->replicas > 0)
        found.add(
            of.table,
            {},
            "all of " + shown(of.table) + " goes to " + std::to_string(now.around.live->replicas) + " replicas again"
        );
}

void depended_on(action const& of, moment const& now, notes& found) {
    auto const* live = now.live(of.table);
    if (live == nullptr || !now.in_use(of.table))
        return;
    bool const column = of.kind == drop_column || of.kind == alter_type;
    if (!column && of.kind != drop_table)
        return;
    std::set<std::string> names;
    for (auto const& each : live->dependants)
        if ((!column || each.column == of.object) && !is_dropped_before(now, each.name))
            names.insert(each.kind + " " + each.name);
    if (names.empty())
        return;
    std::string all;
    for (auto const& each : names)
        all += (all.empty() ? "" : ", ") + each;
    notes::note made;
    made.subject = column ? of.table.shown() + "." + of.object : of.table.shown();
    made.message = of.cascade ? "CASCADE drops " + all + " as well" : "it fails, for " + all + " depends on it";
    made.table = of.table;
    made.weight = of.cascade ? severity::warning : severity::error;
    found.add(std::move(made));
}

constexpr rule rules_of_databases[] = {
    {.id = "L05",
     .title = "INVALID index left behind",
     .severity = severity::warning,
     .why = "A concurrent build that failed leaves an index that no query uses and that every write pays for; with IF "
            "NOT EXISTS the next attempt takes it for the real one.",
     .safer = "DROP INDEX CONCURRENTLY, and build it again",
     .at_end = invalid_index,
     .needs_database = true},
    {.id = "N05",
     .title = "two busy tables locked in one transaction",
     .severity = severity::warning,
     .why = "An application that writes to the same two tables the other way round and this revision wait for each "
            "other: PostgreSQL ends one of them.",
     .safer = "a transaction for each table: transaction_per_migration and a revision for each",
     .at_action = deadlock,
     .needs_database = true},
    {.id = "N06",
     .title = "foreign key to a busy table",
     .severity = severity::error,
     .why = "ADD FOREIGN KEY takes SHARE ROW EXCLUSIVE on the referenced table as well: the busier one is often that, "
            "and nobody can write to it.",
     .safer = "add it NOT VALID with a short lock_timeout, and validate it later",
     .at_action = hot_parent,
     .needs_database = true},
    {.id = "N10",
     .title = "replicas and what they have to repeat",
     .severity = severity::warning,
     .why =
         "A rewritten table goes to every replica as a whole, which falls behind meanwhile; rows of a published table "
         "without REPLICA IDENTITY cannot be changed at all.",
     .safer = "give the table a primary key or REPLICA IDENTITY FULL; rewrite in steps",
     .at_action = replicated,
     .needs_database = true},
    {.id = "N12",
     .title = "something depends on what is changed",
     .severity = severity::error,
     .why = "PostgreSQL refuses to drop, or to change the type of, what a view or another object is made of.",
     .safer = "drop the views in the same revision and create them again, in downgrade() too",
     .at_action = depended_on,
     .needs_database = true},
};

} // namespace

std::span<rule const> live_rules() {
    return rules_of_databases;
}

} // namespace alembicore::lint
