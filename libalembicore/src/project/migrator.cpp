// The public face of running plans.
#include "interpreter/run.hpp"
#include "migrate/rows.hpp"
#include "migrate/run.hpp"
#include "migrate/run_lock.hpp"
#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"
#include "project/backup_before.hpp"
#include "project/decided.hpp"
#include "project/engine.hpp"
#include "project/resume.hpp"
#include "project/steps.hpp"

#include <alembicore/migrator.hpp>

#include <utility>

namespace alembicore {

namespace {

bool is_decided(settings const& of) {
    try {
        require_decided_run(of);
        return true;
    } catch (error const& why) {
        if (why.code() != errc::decided_at_run_time)
            throw;
        return false;
    }
}

engine_chosen reading_needs_it() {
    engine_chosen why{.engine = engine::python, .reason = {}, .revision = {}, .construct = {}};
    why.reason = "only running env.py tells where the version table is";
    return why;
}

/// Even without a step, a run creates a version table that is missing.
bool has_work(plan const& decided) {
    return !decided.steps.empty() || decided.from.empty();
}

error moved_meanwhile(plan const& before, plan const& now) {
    error_info info;
    info.code = errc::version_mismatch;
    info.message = "another run took the database from " + migrate::describe_rows(before.from) + " to " +
                   migrate::describe_rows(now.from) + " while this one waited";
    info.reason = "'" + now.target + "' now means another revision than when it was asked for";
    info.remedy = "see what is left to do, and run again";
    info.retryable = true;
    return error{std::move(info)};
}

} // namespace

struct migrator::implementation {
    project opened;
    database& target;
    event_sink sink;

    [[nodiscard]] migrate::version_table table() const {
        require_decided_run(opened.settings());
        return migrate::version_table_of(opened.settings());
    }

    [[nodiscard]] engine wanted(run_options const& options) const {
        return options.engine.value_or(opened.settings().engine);
    }

    [[nodiscard]] std::vector<std::string> rows() const { return migrate::read_rows(target.connection(), table()); }

    /// Where env.py decides the version table at run time, only running it can tell.
    [[nodiscard]] std::vector<std::string> rows(run_options const& options) const {
        if (is_decided(opened.settings()) || wanted(options) == engine::native)
            return rows();
        return interpreter::read_rows(target.connection(), task_of(options, reading_needs_it())).rows;
    }

    [[nodiscard]] interpreter::task task_of(run_options const& options, engine_chosen const& why) const {
        return task_of(options, why, sink);
    }

    [[nodiscard]] interpreter::task
    task_of(run_options const& options, engine_chosen const& why, event_sink events) const {
        return project_engine::task_of(
            opened, {options.python, options.tag, options.transactions, std::move(events), options.stop}, why
        );
    }

    [[nodiscard]] migrate::run_lock lock(run_options const& options) const {
        return {
            target.connection(),
            {.patience = options.lock_wait.value_or(opened.settings().lock_wait),
             .events = sink,
             .stop = options.stop}};
    }

    /// Decides what to do for the rows that are there when this run's turn comes.
    using planner = std::function<plan(std::vector<std::string> const& rows)>;

    run_report run_in_turn(planner const& decide, run_options const& options) const {
        auto const wanted_first = decide(rows(options));
        if (!has_work(wanted_first))
            return run(wanted_first, migrate::present_rows::required, options);
        auto const held = lock(options);
        auto decided = decide(rows(options));
        if (!decided.steps.empty() && decided.heads_after != wanted_first.heads_after)
            throw moved_meanwhile(wanted_first, decided);
        return run(std::move(decided), migrate::present_rows::required, options);
    }

    /// Offline text has to guess how a server reads a backslash; here the server has said it.
    [[nodiscard]] sql::audience audience() const {
        bool const plain = target.connection().reported("standard_conforming_strings") != "off";
        return sql::audience::server(plain ? sql::backslash::plain : sql::backslash::doubled);
    }

    /// Keeps what the plan may destroy; nothing where that is nothing.
    [[nodiscard]] std::optional<backup_manifest> back_up(
        plan const& decided, engine_chosen const& chosen, backup::effect_collector& effects, run_options const& options
    ) const {
        if (chosen.engine == engine::python)
            effects.add_unknown(chosen.revision, "Python runs the plan");
        return project_backup::make(
            target,
            {.of = opened.settings(), .options = options, .decided = decided, .effects = effects, .events = sink}
        );
    }

    run_report run(plan decided, migrate::present_rows rows, run_options const& options) const {
        auto const effects = std::make_shared<backup::effect_collector>(audience());
        auto const decision = project_engine::choose(
            opened.settings(),
            decided,
            wanted(options),
            project_steps::source_of(opened, audience(), project_steps::questions::asked, effects)
        );
        bool const runs_revisions = decided.direction != direction::stamp && !decided.steps.empty();
        if (sink && runs_revisions)
            sink(decision.chosen);
        auto const kept = runs_revisions ? back_up(decided, decision.chosen, *effects, options) : std::nullopt;
        try {
            auto report = run(std::move(decided), rows, options, decision);
            report.backup = kept ? kept->id : "";
            return report;
        } catch (error& failure) {
            if (kept)
                project_backup::offer(failure.info(), *kept);
            throw;
        }
    }

    run_report
    run(plan decided, migrate::present_rows rows, run_options const& options, project_engine::decision const& decision
    ) const {
        if (decision.chosen.engine == engine::python) {
            auto const result = interpreter::run_plan(target.connection(), decided, task_of(options, decision.chosen));
            return report_of(std::move(decided), result, decision.chosen);
        }
        try {
            auto const result = run_natively(decided, rows, options, decision.source);
            return report_of(std::move(decided), result, decision.chosen);
        } catch (migrate::stopped_run const& stopped) {
            if (wanted(options) != engine::automatic || !project_resume::can_go_on(stopped))
                throw;
            auto const ended = go_on(decided, options, stopped);
            return report_of(std::move(decided), ended.result, ended.chosen);
        }
    }

    [[nodiscard]] project_resume::resumption
    go_on(plan const& decided, run_options const& options, migrate::stopped_run const& stopped) const {
        return project_resume::go_on(
            target.connection(),
            project_resume::rest_of(opened.graph(), decided, stopped.remains()),
            stopped,
            sink,
            [&](engine_chosen const& why, event_sink events) { return task_of(options, why, std::move(events)); }
        );
    }

    static run_report report_of(plan decided, migrate::run_result const& result, engine_chosen const& chosen) {
        return {
            .plan = std::move(decided),
            .steps_done = result.steps_done,
            .statements = result.statements,
            .elapsed = result.elapsed,
            .engine = chosen.engine,
            .engine_reason = chosen.reason,
            .journal_run = std::nullopt,
            .backup = {},
            .findings = {},
        };
    }

    migrate::run_result run_natively(
        plan const& decided, migrate::present_rows rows, run_options const& options, migrate::step_source source
    ) const {
        return migrate::run_plan(
            target.connection(),
            {
                .decided = decided,
                .source = std::move(source),
                .table = table(),
                .transactions = options.transactions.value_or(opened.settings().transactions),
                .rows = rows,
                .events = sink,
                .stop = options.stop,
            }
        );
    }
};

migrator::migrator(project opened, database& target, event_sink sink)
    : implementation_(std::make_unique<implementation>(implementation{std::move(opened), target, std::move(sink)})) {}

migrator::~migrator() = default;

std::vector<std::string> migrator::current() const {
    return implementation_->rows();
}

run_report migrator::upgrade(std::string_view target, run_options const& options) {
    return implementation_->run_in_turn(
        [&](auto const& rows) { return plan_upgrade(implementation_->opened.graph(), target, rows); }, options
    );
}

run_report migrator::downgrade(std::string_view target, run_options const& options) {
    return implementation_->run_in_turn(
        [&](auto const& rows) { return plan_downgrade(implementation_->opened.graph(), target, rows); }, options
    );
}

run_report migrator::stamp(std::vector<std::string> const& targets, stamp_mode mode, run_options const& options) {
    bool const purge = mode == stamp_mode::purge;
    auto const held = implementation_->lock(options);
    auto const rows = purge ? std::vector<std::string>{} : current();
    return implementation_->run(
        plan_stamp(implementation_->opened.graph(), targets, rows),
        purge ? migrate::present_rows::purged : migrate::present_rows::required,
        options
    );
}

run_report migrator::run(plan const& decided, run_options const& options) {
    auto const held = implementation_->lock(options);
    return implementation_->run(decided, migrate::present_rows::required, options);
}

void migrator::ensure_version() {
    auto const held = implementation_->lock({});
    auto& connection = implementation_->target.connection();
    postgres::transaction creation{connection};
    migrate::ensure_table(connection, implementation_->table());
    creation.commit();
}

} // namespace alembicore
