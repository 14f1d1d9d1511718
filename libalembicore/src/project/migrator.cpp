// The public face of running plans.
#include "journal/recorder.hpp"
#include "migrate/rows.hpp"
#include "migrate/run.hpp"
#include "migrate/run_lock.hpp"
#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"
#include "project/attempts.hpp"
#include "project/backup_before.hpp"
#include "project/decided.hpp"
#include "project/engine.hpp"
#include "project/python_recording.hpp"
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
        auto task = project_engine::task_of(
            opened, {options.python, options.tag, options.transactions, std::move(events), options.stop}, why
        );
        task.limits = [limits = overridden(opened.settings().limits, options.limits)](step const& of) {
            return overridden(limits, project_steps::limits_of(of));
        };
        return task;
    }

    [[nodiscard]] migrate::run_lock lock(run_options const& options) const {
        return {
            target.connection(),
            {.patience = options.lock_wait.value_or(opened.settings().lock_wait),
             .events = sink,
             .stop = options.stop}};
    }

    /// Behind a pooler the process that runs a statement is not known, and nobody is looked for.
    [[nodiscard]] std::optional<migrate::watch_wishes>
    watch(migrate::lock_watch::route route, run_options const& options, event_sink events) const {
        if (route == migrate::lock_watch::route::pooled)
            return std::nullopt;
        return migrate::watch_wishes{
            .policy = options.on_blocked.value_or(opened.settings().on_blocked),
            .limits = overridden(opened.settings().limits, options.limits),
            .events = std::move(events)};
    }

    /// Decides what to do for the rows that are there when this run's turn comes.
    using planner = std::function<plan(std::vector<std::string> const& rows)>;

    [[nodiscard]] plan decided_by(planner const& decide, std::vector<std::string> const& rows) const {
        try {
            return decide(rows);
        } catch (error const& failure) {
            throw error{opened.explained(failure.info())};
        }
    }

    run_report run_in_turn(planner const& decide, run_options const& options) const {
        auto wanted_first = decided_by(decide, rows(options));
        if (!has_work(wanted_first))
            return run({.decided = std::move(wanted_first)}, options);
        auto const held = lock(options);
        auto decided = decided_by(decide, rows(options));
        if (!decided.steps.empty() && decided.heads_after != wanted_first.heads_after)
            throw moved_meanwhile(wanted_first, decided);
        return run({.decided = std::move(decided), .route = held.route()}, options);
    }

    /// Offline text has to guess how a server reads a backslash; here the server has said it.
    [[nodiscard]] sql::audience audience() const {
        bool const plain = target.connection().reported("standard_conforming_strings") != "off";
        return sql::audience::server(plain ? sql::backslash::plain : sql::backslash::doubled);
    }

    /// `effects` may be null.
    [[nodiscard]] project_engine::decision evaluated(
        plan const& decided, run_options const& options, std::shared_ptr<backup::effect_collector> effects = nullptr
    ) const {
        return project_engine::choose(
            opened.settings(),
            decided,
            wanted(options),
            project_steps::source_of(opened, audience(), project_steps::questions::asked, std::move(effects))
        );
    }

    /// A plan, and how it starts.
    struct work {
        plan decided;
        migrate::present_rows rows = migrate::present_rows::required;
        migrate::lock_watch::route route = migrate::lock_watch::route::direct;
        event_sink events{};
        std::string backup{}; ///< the id of the one made before it

        [[nodiscard]] bool runs_revisions() const {
            return decided.direction != direction::stamp && !decided.steps.empty();
        }
    };

    /// Keeps what the plan may destroy; nothing where that is nothing.
    [[nodiscard]] std::optional<backup_manifest> back_up(
        work const& wanted, engine_chosen const& chosen, backup::effect_collector& effects, run_options const& options
    ) const {
        if (!wanted.runs_revisions())
            return std::nullopt;
        if (chosen.engine == engine::python)
            effects.add_unknown(chosen.revision, "Python runs the plan");
        return project_backup::make(
            target,
            {.of = opened.settings(),
             .options = options,
             .decided = wanted.decided,
             .effects = effects,
             .events = wanted.events}
        );
    }

    static bool may_have_changed(plan const& decided, migrate::stopped_run const& stopped) {
        auto const& remains = stopped.remains();
        return stopped.code() == errc::commit_in_doubt || remains.partly_done || remains.rows != decided.from;
    }

    run_report run(work wanted, run_options const& options) const {
        project_attempts::attempts tries{options.on_blocked.value_or(opened.settings().on_blocked), options.stop, sink};
        wanted.events = tries.events();
        auto const effects = std::make_shared<backup::effect_collector>(audience());
        auto decision = evaluated(wanted.decided, options, effects);
        if (wanted.runs_revisions())
            wanted.events(decision.chosen);
        auto const kept = back_up(wanted, decision.chosen, *effects, options);
        wanted.backup = kept ? kept->id : "";
        auto const chosen = decision.chosen;
        try {
            return run_attempts(tries, wanted, std::move(decision), options);
        } catch (error& failure) {
            project_engine::explain_slip(failure.info(), chosen);
            auto const* const stopped = dynamic_cast<migrate::stopped_run const*>(&failure);
            if (kept && stopped != nullptr && may_have_changed(wanted.decided, *stopped))
                project_backup::offer(failure.info(), *kept, wanted.decided.direction);
            throw;
        }
    }

    /// As often as the policy for blockers allows.
    run_report run_attempts(
        project_attempts::attempts& tries, work wanted, project_engine::decision decision, run_options const& options
    ) const {
        auto const whole = wanted.decided;
        for (;;) {
            try {
                auto report = tries.summary(whole, run_once(wanted, decision, options));
                report.backup = wanted.backup;
                return report;
            } catch (migrate::stopped_run const& stopped) {
                tries.wait_or_rethrow(stopped);
                wanted.decided = project_resume::rest_of(opened.graph(), wanted.decided, stopped.remains());
            }
            decision = evaluated(wanted.decided, options);
        }
    }

    run_report
    run_once(work const& wanted, project_engine::decision const& decision, run_options const& options) const {
        auto const& decided = wanted.decided;
        auto record = recorder_of(wanted, decision.chosen.engine, options);
        if (decision.chosen.engine == engine::python) {
            auto const result = project_record::run_plan(
                target.connection(), decided, run_task_of(wanted.route, options, decision.chosen, wanted.events), record
            );
            return report_of(decided, result, decision.chosen, record);
        }
        try {
            auto const result = run_natively(wanted, options, decision.source, record);
            return report_of(decided, result, decision.chosen, record);
        } catch (migrate::stopped_run const& stopped) {
            if (this->wanted(options) != engine::automatic || !project_resume::can_go_on(stopped))
                throw;
            return go_on(wanted, options, stopped);
        }
    }

    [[nodiscard]] interpreter::task run_task_of(
        migrate::lock_watch::route route, run_options const& options, engine_chosen const& why, event_sink events
    ) const {
        auto task = task_of(options, why, events);
        task.watch = watch(route, options, std::move(events));
        return task;
    }

    run_report go_on(work const& wanted, run_options const& options, migrate::stopped_run const& stopped) const {
        work rest = wanted;
        rest.decided = project_resume::rest_of(opened.graph(), wanted.decided, stopped.remains());
        auto record = recorder_of(rest, engine::python, options);
        auto const ended = project_resume::go_on(
            target.connection(),
            rest.decided,
            stopped,
            wanted.events,
            record,
            [&](engine_chosen const& why, event_sink events) {
                return run_task_of(wanted.route, options, why, std::move(events));
            }
        );
        return report_of(wanted.decided, ended.result, ended.chosen, record);
    }

    [[nodiscard]] journal::recorder recorder_of(work const& wanted, engine chosen, run_options const& options) const {
        auto const mode = options.journal.value_or(opened.settings().journal);
        if (mode == journal_mode::off || wanted.decided.steps.empty())
            return {};
        auto facts = journal::facts_of(wanted.decided, chosen, options.authenticated_user);
        facts.backup = wanted.backup;
        return {target.connection(), std::move(facts), [&wanted](diagnostic finding) {
                    wanted.events(finding_made{std::move(finding)});
                }};
    }

    static run_report report_of(
        plan decided, migrate::run_result const& result, engine_chosen const& chosen, journal::recorder const& record
    ) {
        return {
            .plan = std::move(decided),
            .steps_done = result.steps_done,
            .statements = result.statements,
            .elapsed = result.elapsed,
            .engine = chosen.engine,
            .engine_reason = chosen.reason,
            .journal_run = record.run(),
            .backup = {},
            .findings = {},
        };
    }

    migrate::run_result run_natively(
        work const& wanted, run_options const& options, migrate::step_source source, journal::recorder& record
    ) const {
        auto const& project = opened.settings();
        return migrate::run_plan(
            target.connection(),
            {
                .decided = wanted.decided,
                .source = std::move(source),
                .table = table(),
                .transactions = options.transactions.value_or(project.transactions),
                .rows = wanted.rows,
                .events = wanted.events,
                .stop = options.stop,
                .limits = overridden(project.limits, options.limits),
                .limits_of_step = project_steps::limits_of,
                .on_blocked = options.on_blocked.value_or(project.on_blocked),
                .route = wanted.route,
                .journal = &record,
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
    auto decided = implementation_->decided_by(
        [&](auto const& present) { return plan_stamp(implementation_->opened.graph(), targets, present); }, rows
    );
    return implementation_->run(
        {
            .decided = std::move(decided),
            .rows = purge ? migrate::present_rows::purged : migrate::present_rows::required,
            .route = held.route(),
        },
        options
    );
}

run_report migrator::run(plan const& decided, run_options const& options) {
    auto const held = implementation_->lock(options);
    return implementation_->run({.decided = decided, .route = held.route()}, options);
}

void migrator::ensure_version() {
    auto const held = implementation_->lock({});
    auto& connection = implementation_->target.connection();
    postgres::transaction creation{connection};
    migrate::ensure_table(connection, implementation_->table());
    creation.commit();
}

} // namespace alembicore
