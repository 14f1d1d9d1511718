// Taking back a revision that was stopped half-way.
#include <alembicore/half_done.hpp>

#include "journal/recorder.hpp"
#include "migrate/run.hpp"
#include "migrate/run_lock.hpp"
#include "project/attempts.hpp"
#include "project/half_done_examination.hpp"
#include "project/taking_back.hpp"

#include <utility>

namespace alembicore {

namespace {

/// One step the other way, which leaves the rows as they are.
plan plan_back(half_done_revision const& state, std::vector<std::string> const& rows) {
    plan made;
    made.direction = state.kind == direction::upgrade ? direction::downgrade : direction::upgrade;
    made.target = state.revision;
    made.from = made.heads_after = rows;
    step only;
    only.revision = state.revision;
    only.kind = made.direction;
    only.from = only.to = rows;
    only.path = state.file;
    only.doc = "what was half done";
    made.steps.push_back(std::move(only));
    return made;
}

std::vector<sql::statement> statements_of(std::vector<project_half_done::undo_statement> const& all) {
    std::vector<sql::statement> made;
    auto const add = [&](sql::statement_kind kind, std::string text) {
        sql::statement one;
        one.kind = kind;
        one.text = std::move(text);
        made.push_back(std::move(one));
    };
    for (auto const& each : all) {
        if (each.outside)
            add(sql::statement_kind::leave_transaction, {});
        add(sql::statement_kind::sql, each.text);
        if (each.outside)
            add(sql::statement_kind::enter_transaction, {});
    }
    return made;
}

} // namespace

run_report
undo_half_done(project const& of, database& in, fate begun_fate, event_sink const& events, run_options const& options) {
    using namespace project_half_done;
    auto const& known = of.settings();
    project_attempts::attempts one{blocker_policy::wait, options.stop, events};
    auto const told = one.events();
    migrate::run_lock const held{
        in.connection(),
        {.patience = options.lock_wait.value_or(known.lock_wait), .events = told, .stop = options.stop}};
    auto const seen = examine(of, in);
    if (!seen)
        throw error{obstacle("no revision is half done", "there is nothing to take back")};
    auto const& state = seen->told();
    if (state.undo_obstacle)
        throw error{*state.undo_obstacle};
    auto const back = take_back(in.connection(), seen->permanent(decided_fate(state, begun_fate)), state.leftover);
    if (!back.obstacle.empty())
        throw error{
            obstacle("revision " + state.revision + " cannot be taken back: " + back.obstacle, "finish it: --finish")};
    auto const decided = plan_back(state, seen->decided().from);
    auto facts = journal::facts_of(decided, engine::native, options.authenticated_user);
    facts.kind = journal::run_kind::undoing;
    journal::recorder record{
        in.connection(), std::move(facts), [&](diagnostic finding) { told(finding_made{std::move(finding)}); }};
    auto const result = migrate::run_plan(
        in.connection(),
        {
            .decided = decided,
            .source = [&](step const&) { return migrate::body_of(statements_of(back.statements)); },
            .table = migrate::version_table_of(known),
            .transactions = options.transactions.value_or(known.transactions),
            .events = told,
            .stop = options.stop,
            .limits = overridden(known.limits, options.limits),
            .on_blocked = options.on_blocked.value_or(known.on_blocked),
            .route = held.route(),
            .journal = &record,
        }
    );
    run_report report;
    report.steps_done = result.steps_done;
    report.statements = result.statements;
    report.elapsed = result.elapsed;
    report.engine_reason = "what is done of a revision is taken back";
    report.journal_run = record.run();
    return one.summary(decided, std::move(report));
}

} // namespace alembicore
