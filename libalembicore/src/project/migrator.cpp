// The public face of running plans.
#include "interpreter/run.hpp"
#include "migrate/rows.hpp"
#include "migrate/run.hpp"
#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"
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
    } catch (error const&) {
        return false;
    }
}

engine_chosen reading_needs_it() {
    engine_chosen why{.engine = engine::python, .reason = {}, .revision = {}, .construct = {}};
    why.reason = "only running env.py tells where the version table is";
    return why;
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

    [[nodiscard]] migrate::step_source evaluation() const {
        // Offline text has to guess how a server reads a backslash; here the server has said it.
        bool const plain = target.connection().reported("standard_conforming_strings") != "off";
        return project_steps::source_of(
            opened,
            sql::audience::server(plain ? sql::backslash::plain : sql::backslash::doubled),
            project_steps::questions::asked
        );
    }

    run_report run(plan decided, migrate::present_rows rows, run_options const& options) const {
        auto const decision = project_engine::choose(opened.settings(), decided, wanted(options), evaluation());
        bool const runs_revisions = decided.direction != direction::stamp && !decided.steps.empty();
        if (sink && runs_revisions)
            sink(decision.chosen);
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
    return run(plan_upgrade(implementation_->opened.graph(), target, implementation_->rows(options)), options);
}

run_report migrator::downgrade(std::string_view target, run_options const& options) {
    return run(plan_downgrade(implementation_->opened.graph(), target, implementation_->rows(options)), options);
}

run_report migrator::stamp(std::vector<std::string> const& targets, stamp_mode mode, run_options const& options) {
    bool const purge = mode == stamp_mode::purge;
    auto const rows = purge ? std::vector<std::string>{} : current();
    return implementation_->run(
        plan_stamp(implementation_->opened.graph(), targets, rows),
        purge ? migrate::present_rows::purged : migrate::present_rows::required,
        options
    );
}

run_report migrator::run(plan const& decided, run_options const& options) {
    return implementation_->run(decided, migrate::present_rows::required, options);
}

void migrator::ensure_version() {
    auto& connection = implementation_->target.connection();
    postgres::transaction creation{connection};
    migrate::ensure_table(connection, implementation_->table());
    creation.commit();
}

} // namespace alembicore
