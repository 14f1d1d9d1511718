// Transactions that are not what they seem.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

void nested(action const& of, moment const& now, notes& found) {
    bool const inside = now.in_transaction();
    bool const of_revision = !now.revision.id.empty();
    if (of.kind == begin && inside)
        found.add({}, {}, "BEGIN within a transaction does nothing but warn");
    if ((of.kind == commit || of.kind == rollback) && !inside)
        found.add({}, {}, "there is no transaction to end");
    else if (of_revision && of.kind == commit && !has_own_begin(now))
        found.add({}, {}, "COMMIT ends the transaction of the run: what came before stays, whatever happens after");
    else if (of_revision && of.kind == rollback && !has_own_begin(now))
        found.add({}, {}, "ROLLBACK undoes the run up to here, and what follows runs outside a transaction");
}

void left_open(whole const& all, notes& found) {
    action const* open = nullptr;
    for (auto const& each : all.revision.actions) {
        if (each.kind == begin && all.revision.statements[each.statement].transaction == 0)
            open = &each;
        if (each.kind == commit || each.kind == rollback)
            open = nullptr;
    }
    if (open == nullptr)
        return;
    notes::note made;
    made.message = "BEGIN without COMMIT: what follows is lost, or stays locked, when the session ends";
    made.statement = open->statement;
    made.of_action = true;
    found.add(std::move(made));
}

void new_value_used(action const& of, moment const& now, notes& found) {
    if (of.kind == add_enum_value && now.around.older_than(12) && now.in_transaction())
        return found.add(of.table, of.object, "before PostgreSQL 12 ADD VALUE fails within a transaction");
    // One statement may be several actions: it is looked at once.
    bool const first = now.at == 0 || now.revision.actions[now.at - 1].statement != of.statement;
    if (now.before.new_enum_values.empty() || of.kind == add_enum_value || !first)
        return;
    std::string used;
    relation type;
    each_of_kind(boost::json::value(now.statement().parsed.tree), "sval", [&](node const& constant) {
        for (auto const& [each, values] : now.before.new_enum_values)
            if (values.contains(text(constant, "sval"))) {
                used = text(constant, "sval");
                type = each;
            }
    });
    if (!used.empty())
        found.add(
            type, used, "the value '" + used + "' cannot be used before the transaction that adds it ends (55P04)"
        );
}

void repeatable(action const& of, moment const& now, notes& found) {
    static constexpr action_kind makes[] = {
        create_table, drop_table, add_column, drop_column, create_index, drop_index, drop_constraint, add_enum_value};
    if (!now.in_transaction() && std::ranges::count(makes, of.kind) != 0 && !of.with_table && !of.if_exists)
        found.add(
            of.table, of.object, "when a later statement fails, this one is done already and fails the second time"
        );
}

void autocommit_within_run(whole const& all, notes& found) {
    if (all.source == nullptr || all.around.transactions != transaction_mode::per_run ||
        all.revision.direction != direction::upgrade)
        return;
    for (auto const& each : all.source->autocommit_blocks) {
        notes::note made;
        made.message = "the block commits every revision of the run that came before: one that fails later undoes only "
                       "what follows it";
        made.place = each.place;
        found.add(std::move(made));
    }
}

constexpr rule rules_of_transactions[] = {
    {.id = "T01",
     .title = "transaction begun or ended by hand",
     .severity = severity::warning,
     .why =
         "A revision runs within a transaction that Alembic began and will end. A COMMIT of its own leaves what came "
         "before permanent when something fails later, and what follows without a transaction.",
     .safer =
         "leave it to Alembic; for what must run outside a transaction there is op.get_context().autocommit_block()",
     .at_action = nested},
    {.id = "T02",
     .title = "transaction left open",
     .severity = severity::error,
     .why = "What is not committed when the session ends is lost, and its locks are held until then.",
     .safer = "end it with COMMIT",
     .at_end = left_open},
    {.id = "T03",
     .title = "statement outside a transaction that cannot be repeated",
     .severity = severity::info,
     .why = "Outside a transaction nothing is undone when a later statement fails, so the revision starts over with a "
            "part of it done.",
     .safer = "IF EXISTS and IF NOT EXISTS (if_exists=True, if_not_exists=True); one such statement in each revision",
     .at_action = repeatable,
     .by_default = false},
    {.id = "N04",
     .title = "enum value used in the transaction that adds it",
     .severity = severity::error,
     .why = "PostgreSQL refuses a new value of an enum until the transaction that added it has committed, so the "
            "revision fails here.",
     .safer = "add the value in an autocommit block, or in a revision before with transaction_per_migration",
     .at_action = new_value_used},
    {.id = "A03",
     .title = "autocommit_block while all revisions share a transaction",
     .severity = severity::info,
     .why = "Unless env.py sets transaction_per_migration, one transaction holds the whole run. The block ends it, so "
            "revisions before it are permanent in the middle of a run.",
     .safer = "transaction_per_migration=True in context.configure(…) of env.py",
     .at_end = autocommit_within_run},
};

} // namespace

std::span<rule const> transaction_rules() {
    return rules_of_transactions;
}

} // namespace alembicore::lint
