// Finishing a revision that was stopped half-way.
#include <alembicore/half_done.hpp>

#include "journal/recorder.hpp"
#include "migrate/run.hpp"
#include "migrate/run_lock.hpp"
#include "project/attempts.hpp"
#include "project/half_done_examination.hpp"
#include "project/steps.hpp"

#include <utility>

namespace alembicore {

using project_half_done::obstacle;

namespace {

/// Passes over what is done, and records that it is.
class skipping_sink : public migrate::statement_sink {
public:
    skipping_sink(migrate::statement_sink& to, std::vector<bool> const& done, journal::recorder& record)
        : to_(to), done_(done), record_(record) {}

    postgres::result run_statement(sql::statement const& statement) override {
        if (next_ == done_.size())
            return to_.run_statement(statement);
        if (done_[next_++])
            record_.add_statement(statement.text, {});
        return {};
    }

    void leave_transaction() override { to_.leave_transaction(); }

    void enter_transaction() override { to_.enter_transaction(); }

    postgres::result ask(std::string const& query, postgres::connection::parameters const& values) override {
        return to_.ask(query, values);
    }

private:
    migrate::statement_sink& to_;
    std::vector<bool> const& done_;
    journal::recorder& record_;
    std::size_t next_ = 0;
};

} // namespace

std::optional<half_done_revision> find_half_done(project const& of, database& in) {
    auto const seen = project_half_done::examine(of, in);
    return seen ? std::optional{seen->told()} : std::nullopt;
}

run_report finish_half_done(
    project const& of, database& in, fate begun_fate, event_sink const& events, run_options const& options
) {
    auto const& known = of.settings();
    project_attempts::attempts one{blocker_policy::wait, options.stop, events};
    auto const told = one.events();
    migrate::run_lock const held{
        in.connection(),
        {.patience = options.lock_wait.value_or(known.lock_wait), .events = told, .stop = options.stop}};
    auto const seen = project_half_done::examine(of, in);
    if (!seen)
        throw error{obstacle("no revision is half done", "go on with: alembicore upgrade")};
    auto const& state = seen->told();
    if (state.obstacle)
        throw error{*state.obstacle};
    auto const passed = seen->passed_over(project_half_done::decided_fate(state, begun_fate));
    if (!state.leftover.empty())
        in.connection().execute("DROP INDEX CONCURRENTLY " + state.leftover, options.stop);
    journal::recorder record{
        in.connection(),
        journal::facts_of(seen->decided(), engine::native, options.authenticated_user),
        [&](diagnostic finding) { told(finding_made{std::move(finding)}); }};
    auto const source = project_half_done::evaluation(of, in.connection());
    auto const result = migrate::run_plan(
        in.connection(),
        {
            .decided = seen->decided(),
            .source = [&](step const& which) -> migrate::step_body {
                return [&, body = source(which)](migrate::statement_sink& sink) {
                    skipping_sink rest{sink, passed, record};
                    body(rest);
                };
            },
            .table = migrate::version_table_of(known),
            .transactions = options.transactions.value_or(known.transactions),
            .rows = migrate::present_rows::required,
            .events = told,
            .stop = options.stop,
            .limits = overridden(known.limits, options.limits),
            .limits_of_step = project_steps::limits_of,
            .on_blocked = options.on_blocked.value_or(known.on_blocked),
            .route = held.route(),
            .journal = &record,
        }
    );
    return one.summary(
        seen->decided(),
        {
            .plan = {},
            .steps_done = result.steps_done,
            .statements = result.statements,
            .elapsed = result.elapsed,
            .engine = engine::native,
            .engine_reason = "what is left of a revision",
            .journal_run = record.run(),
            .backup = {},
            .findings = {},
        }
    );
}

} // namespace alembicore
