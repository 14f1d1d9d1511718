// Indexes: how they are built, dropped, and which of them are worth having.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

void index_build(action const& of, moment const& now, notes& found) {
    if (of.kind == create_index && !of.concurrently && now.in_use(of.table))
        found.add(of.table, of.object, "nobody can write to '" + of.table.shown() + "' until the index is built");
}

void concurrently_in_transaction(action const& of, moment const& now, notes& found) {
    bool const index = of.kind == create_index || of.kind == drop_index || of.kind == reindex;
    if ((index || of.kind == detach_partition) && of.concurrently && now.in_transaction())
        found.add(
            of.table, of.object, "CONCURRENTLY fails within a transaction, and the revision runs within one (25001)"
        );
}

/// A table that the revision goes on to drop, and whose indexes are not all known, so that any index may be its.
bool drops_little_known_table(moment const& now) {
    return std::ranges::any_of(now.later(), [&](action const& each) {
        auto const* table = each.kind == drop_table ? now.before.known.find(each.table) : nullptr;
        return each.kind == drop_table && (table == nullptr || !table->complete);
    });
}

void index_drop(action const& of, moment const& now, notes& found) {
    if (of.kind != drop_index || of.concurrently)
        return;
    auto const table = now.before.known.table_of_index(of.other);
    if (table.empty() ? drops_little_known_table(now) : !now.in_use(table) || is_dropped_later(now, table))
        return;
    found.add(
        table,
        of.other.name,
        "dropping '" + of.other.shown() + "' waits for every reader of " +
            (table.empty() ? std::string{"its table"} : "'" + table.shown() + "'") + ", and everybody waits behind it"
    );
}

void index_rebuild(action const& of, moment const& now, notes& found) {
    if (of.kind != reindex || of.concurrently)
        return;
    auto const table = of.table.empty() ? now.before.known.table_of_index(of.other) : of.table;
    if (table.empty() || now.in_use(table))
        found.add(table, of.other.name, "REINDEX blocks writes, and reads that would use the index, until it is done");
}

void corrupting_server(action const& of, moment const& now, notes& found) {
    int const version = now.around.server_version;
    if ((of.kind == create_index || of.kind == reindex) && of.concurrently && version >= 140'000 && version <= 140'003)
        found.add(of.table, of.object, "this server can leave rows out of an index that is built concurrently");
}

void unique_index(action const& of, moment const& now, notes& found) {
    if (of.kind == create_index && of.unique && now.in_use(of.table))
        found.add(
            of.table, of.object, "the unique index fails where '" + of.table.shown() + "' has duplicates already"
        );
}

constexpr std::size_t most_columns = 3;

void wide_index(action const& of, moment const& now, notes& found) {
    if (of.kind != create_index || !is_ordinary(*of.details))
        return;
    if (!of.unique && of.columns.size() > most_columns)
        return found.add(of.table, of.object, "the index has " + std::to_string(of.columns.size()) + " columns");
    if (of.unique || of.details->contains("whereClause") || std::ranges::count(of.columns, "") != 0)
        return;
    auto const* table = now.before.known.find(of.table);
    if (table == nullptr || is_dropped_later(now, of.table))
        return;
    for (auto const& each : table->indexes)
        if (!each.partial && each.ordinary && begins_with(each.columns, of.columns) &&
            !is_index_dropped_later(now, each.name) && each.name != of.object)
            return found.add(of.table, of.object, "'" + each.name + "' begins with the same columns already");
    for (auto const& each : table->constraints)
        if ((each.kind == add_unique || each.kind == add_primary_key) && begins_with(each.columns, of.columns) &&
            !is_constraint_dropped_later(now, of.table, each.name))
            return found.add(
                of.table, of.object, "the index of '" + each.name + "' begins with the same columns already"
            );
}

constexpr rule rules_of_indexes[] = {
    {.id = "L01",
     .title = "index built while writes wait",
     .severity = severity::error,
     .why = "CREATE INDEX takes a SHARE lock for the whole build: every INSERT, UPDATE and DELETE of the table waits.",
     .safer = "build it CONCURRENTLY, in an autocommit block",
     .at_action = index_build,
     .cost = cost::grows},
    {.id = "L02",
     .title = "CONCURRENTLY inside a transaction",
     .severity = severity::error,
     .why = "PostgreSQL refuses CREATE INDEX CONCURRENTLY and its like within a transaction, so the run fails here.",
     .safer = "put it into 'with op.get_context().autocommit_block():'",
     .at_action = concurrently_in_transaction},
    {.id = "L03",
     .title = "index dropped while reads wait",
     .severity = severity::warning,
     .why = "DROP INDEX takes ACCESS EXCLUSIVE on the table: it waits for the longest reader, and all others queue "
            "behind it.",
     .safer = "drop it CONCURRENTLY, in an autocommit block",
     .at_action = index_drop},
    {.id = "L04",
     .title = "index rebuilt while writes wait",
     .severity = severity::error,
     .why = "REINDEX blocks writes to the table, and reads through the index, until it is done.",
     .safer = "REINDEX … CONCURRENTLY, in an autocommit block (PostgreSQL 12 and later)",
     .at_action = index_rebuild,
     .cost = cost::grows},
    {.id = "L06",
     .title = "concurrent index build on PostgreSQL 14.0 to 14.3",
     .severity = severity::error,
     .why = "These releases can silently leave rows out of an index that is built concurrently while rows change.",
     .safer = "upgrade the server to 14.4 or later first; rebuild such indexes that exist",
     .at_action = corrupting_server},
    {.id = "B13",
     .title = "unique index over rows that exist",
     .severity = severity::info,
     .why = "One duplicate fails the build; built concurrently, an INVALID index stays behind that still costs every "
            "write.",
     .safer = "look for duplicates first, and drop the invalid index before trying again",
     .at_action = unique_index,
     .by_default = false},
    {.id = "D02",
     .title = "index of many columns, or one that another makes needless",
     .severity = severity::info,
     .why = "Columns behind the third seldom help a search, and an index that is the beginning of another one helps "
            "none; every write pays for both.",
     .safer = "keep the columns that searches have in common; drop the shorter index",
     .at_action = wide_index},
};

} // namespace

std::span<rule const> index_rules() {
    return rules_of_indexes;
}

} // namespace alembicore::lint
