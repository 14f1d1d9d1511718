// Locks that other rules do not speak of: held for longer than they need be, waited for without end, or taken in
// passing.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

std::string shown(relation const& table) {
    return "'" + table.shown() + "'";
}

/// The first table that the transaction has shut out everybody from, before this statement.
held_lock const* exclusive_before(moment const& now) {
    for (auto const& each : now.before.held)
        if (each.lock.mode == lock_mode::access_exclusive && each.at != now.revision.actions[now.at].statement)
            return &each;
    return nullptr;
}

bool takes_long(action const& of) {
    return of.kind == validate_constraint || of.kind == refresh_view || of.kind == reindex ||
           (of.kind == create_index && !of.concurrently);
}

void long_work_under_lock(action const& of, moment const& now, notes& found) {
    if (!takes_long(of) || !now.in_use(of.table) || !now.in_transaction())
        return;
    // L19 speaks of that.
    auto const added = now.before.new_constraints.find(of.table);
    if (of.kind == validate_constraint && added != now.before.new_constraints.end() &&
        added->second.contains(of.object))
        return;
    auto const* held = exclusive_before(now);
    if (held != nullptr)
        found.add(
            held->lock.table,
            {},
            shown(held->lock.table) + " stays locked for everybody until this is done with " + shown(of.table)
        );
}

bool comes_first(moment const& now) {
    return now.at == 0 || now.revision.actions[now.at - 1].statement != now.revision.actions[now.at].statement;
}

void work_under_lock(action const& of, moment const& now, notes& found) {
    auto const* held = exclusive_before(now);
    if (held != nullptr && comes_first(now) && now.in_transaction() && of.kind != commit && of.kind != rollback)
        found.add(held->lock.table, {}, shown(held->lock.table) + " stays locked for everybody while this runs, too");
}

/// Whether this is the first action of the revision that makes writers wait.
bool first_to_block(action const& of, moment const& now) {
    auto const blocks = [&](action const& each) {
        return std::ranges::any_of(locks_of(each), [&](taken_lock const& lock) {
            return blocks_writes(lock.mode) && now.in_use(lock.table);
        });
    };
    return blocks(of) && std::ranges::none_of(now.earlier(), blocks);
}

void waits_without_end(action const& of, moment const& now, notes& found) {
    if (first_to_block(of, now) && !now.before.variables.contains("lock_timeout"))
        found.add(of.table, {}, "it waits for its lock on " + shown(of.table) + " without a limit");
}

void runs_without_end(action const& of, moment const& now, notes& found) {
    if (first_to_block(of, now) && !now.before.variables.contains("statement_timeout"))
        found.add(of.table, {}, "it may hold its lock on " + shown(of.table) + " without a limit");
}

void table_rewrite(action const& of, moment const& now, notes& found) {
    if (of.kind == rewrite_table && (of.table.empty() || now.in_use(of.table)))
        found.add(
            of.table,
            {},
            of.table.empty() ? "every table is written anew, one after the other, and nobody can read it meanwhile"
                             : "nobody can read " + shown(of.table) + " while it is written anew"
        );
}

void detached(action const& of, moment const& now, notes& found) {
    if (of.kind == detach_partition && !of.concurrently && now.in_use(of.table) && !now.around.older_than(14))
        found.add(of.table, of.other.shown(), "nobody can read " + shown(of.table) + ", with all its partitions");
}

void several_alterations(whole const& all, notes& found) {
    std::map<relation, std::vector<std::size_t>> statements;
    for (auto const& each : all.revision.actions) {
        auto const& statement = all.revision.statements[each.statement];
        auto& known = statements[each.table];
        if (statement.parsed.kind == "AlterTableStmt" && (known.empty() || known.back() != each.statement))
            known.push_back(each.statement);
    }
    for (auto const& [table, known] : statements)
        if (known.size() > 1 && !table.empty() && !all.after.new_tables.contains(table)) {
            notes::note made;
            made.subject = table.shown();
            made.message = std::to_string(known.size()) + " statements alter " + shown(table) + " one after the other";
            made.statement = known[1];
            made.of_action = true;
            found.add(std::move(made));
        }
}

void attached(action const& of, moment const& now, notes& found) {
    if (of.kind != attach_partition || !now.in_use(of.other))
        return;
    auto const* partition = now.before.known.find(of.other);
    bool const checked = partition != nullptr && std::ranges::any_of(partition->constraints, [](auto const& each) {
                             return each.kind == add_check && each.valid && each.not_null_column.empty();
                         });
    if (!checked)
        found.add(
            of.other, {}, "nobody can read " + shown(of.other) + " while all of it is checked against the bounds"
        );
}

void attachment(action const& of, moment const& now, notes& found) {
    bool const named = of.kind == create_trigger || of.kind == drop_trigger || of.kind == create_rule;
    if ((named || of.kind == row_security) && now.in_use(of.table) && !is_dropped_later(now, of.table))
        found.add(
            of.table,
            of.object,
            std::string{"it takes "} + std::string{name_of(locks_of(of).front().mode)} + " on " + shown(of.table)
        );
}

void view_or_table_locked(action const& of, moment const& now, notes& found) {
    if (of.kind == refresh_view && !of.concurrently && now.in_use(of.table))
        found.add(of.table, {}, "nobody can read " + shown(of.table) + " while it is computed");
    if (of.kind == lock_table && now.in_use(of.table))
        found.add(of.table, {}, shown(of.table) + " is locked until the transaction ends");
}

constexpr long shortest_patience = 60'000;

void impatient_build(action const& of, moment const& now, notes& found) {
    if (of.kind != create_index || !of.concurrently)
        return;
    auto const set = now.before.variables.find("lock_timeout");
    if (set == now.before.variables.end())
        return;
    auto const patience = milliseconds_of(set->second);
    if (patience > 0 && patience < shortest_patience)
        found.add(
            of.table,
            of.object,
            "with a lock_timeout of " + set->second +
                " any transaction of the database that is older and lasts longer makes the build fail"
        );
}

constexpr rule rules_of_locks[] = {
    {.id = "L07",
     .title = "long work while a table is shut",
     .severity = severity::warning,
     .why = "An ACCESS EXCLUSIVE lock lasts until its transaction ends. An index build, a validation or a refresh "
            "behind it keeps that table shut for as long as it takes.",
     .safer = "do the long work in a transaction of its own: a revision of its own with transaction_per_migration",
     .at_action = long_work_under_lock,
     .cost = cost::grows},
    {.id = "L08",
     .title = "more statements while a table is shut",
     .severity = severity::info,
     .why = "An ACCESS EXCLUSIVE lock lasts until its transaction ends, so every statement behind it makes all readers "
            "wait longer.",
     .safer = "one such statement in each transaction, as the last one",
     .at_action = work_under_lock,
     .by_default = false},
    {.id = "L09",
     .title = "lock without lock_timeout",
     .severity = severity::warning,
     .why = "While the statement waits for one idle transaction, everybody else who wants the table queues behind it.",
     .safer = "SET lock_timeout = '5s' before, and run again when it gives up",
     .at_action = waits_without_end,
     .by_default = false},
    {.id = "L10",
     .title = "lock without statement_timeout",
     .severity = severity::info,
     .why = "A statement that takes much longer than was thought holds its lock all the while.",
     .safer = "SET statement_timeout to what the statement may take at most",
     .at_action = runs_without_end,
     .by_default = false},
    {.id = "L27",
     .title = "table written anew",
     .severity = severity::error,
     .why = "VACUUM FULL, CLUSTER, SET TABLESPACE and SET LOGGED write the whole table anew under ACCESS EXCLUSIVE.",
     .safer = "pg_repack, or REPACK CONCURRENTLY of PostgreSQL 19; ordinary VACUUM where only dead rows are the matter",
     .at_action = table_rewrite,
     .cost = cost::grows},
    {.id = "L28",
     .title = "partition detached while reads wait",
     .severity = severity::warning,
     .why = "DETACH PARTITION takes ACCESS EXCLUSIVE on the parent: it waits for the longest reader, and all others "
            "queue behind it.",
     .safer = "DETACH PARTITION … CONCURRENTLY, in an autocommit block (PostgreSQL 14 and later)",
     .at_action = detached},
    {.id = "L29",
     .title = "one table altered by several statements",
     .severity = severity::info,
     .why = "Each statement takes the lock anew, and those that read or write the whole table do it once each.",
     .safer = "put the commands into one ALTER TABLE with commas",
     .at_end = several_alterations,
     .by_default = false},
    {.id = "N01",
     .title = "partition attached without a proof of its bounds",
     .severity = severity::warning,
     .why = "ATTACH PARTITION reads the whole new partition under ACCESS EXCLUSIVE, unless a valid CHECK proves that "
            "its rows are within the bounds; a default partition is read as well.",
     .safer = "add such a CHECK NOT VALID, validate it, attach, then drop it",
     .at_action = attached,
     .cost = cost::grows},
    {.id = "N02",
     .title = "trigger, rule or row security changed",
     .severity = severity::info,
     .why =
         "CREATE TRIGGER takes SHARE ROW EXCLUSIVE, the others ACCESS EXCLUSIVE: brief, but it waits for the longest "
         "transaction on the table, and everybody queues behind it.",
     .safer = "set a short lock_timeout, and run again when it gives up",
     .at_action = attachment},
    {.id = "N03",
     .title = "view refreshed, or table locked, while others wait",
     .severity = severity::warning,
     .why = "REFRESH MATERIALIZED VIEW keeps readers out while it computes, and LOCK TABLE until the transaction ends.",
     .safer = "REFRESH … CONCURRENTLY, which needs a unique index; or do without LOCK TABLE",
     .at_action = view_or_table_locked,
     .cost = cost::grows},
    {.id = "N07",
     .title = "concurrent index build with a short lock_timeout",
     .severity = severity::warning,
     .why =
         "A concurrent build waits for every transaction of the database that is older, whatever tables it uses, and "
         "that wait counts as waiting for a lock. When it gives up, an INVALID index stays behind.",
     .safer = "SET lock_timeout = 0, or to minutes, for the build alone",
     .at_action = impatient_build},
};

} // namespace

std::span<rule const> lock_rules() {
    return rules_of_locks;
}

} // namespace alembicore::lint
