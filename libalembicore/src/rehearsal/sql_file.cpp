#include <alembicore/sql_file.hpp>

#include "backup/effects.hpp"
#include "journal/recorder.hpp"
#include "migrate/run.hpp"
#include "migrate/run_lock.hpp"
#include "project/attempts.hpp"
#include "project/backup_before.hpp"
#include "rehearsal/rehearse.hpp"
#include "rehearsal/written_sql.hpp"

#include <optional>
#include <utility>

namespace alembicore {

namespace {

/// One application of a file.
struct application {
    project const& of;
    database& target;
    run_options const& options;
    event_sink const& events;

    [[nodiscard]] std::optional<backup_manifest>
    back_up(plan const& decided, rehearsal::written_sql const& written) const {
        backup::effect_collector effects{sql::audience::server()};
        effects.add_text(decided.target, written.text());
        return project_backup::make(
            target, {.of = of.settings(), .options = options, .decided = decided, .effects = effects, .events = events}
        );
    }

    [[nodiscard]] journal::recorder recorder(plan const& decided, std::string backup) const {
        if (options.journal.value_or(of.settings().journal) == journal_mode::off)
            return {};
        auto facts = journal::facts_of(decided, engine::native, options.authenticated_user);
        facts.kind = journal::run_kind::sql_file;
        facts.backup = std::move(backup);
        return {target.connection(), std::move(facts), [this](diagnostic finding) {
                    events(finding_made{std::move(finding)});
                }};
    }

    [[nodiscard]] migrate::run_result
    run(plan const& decided,
        rehearsal::written_sql const& written,
        migrate::lock_watch::route route,
        journal::recorder& record) const {
        auto const& known = of.settings();
        return migrate::run_plan(
            target.connection(),
            {
                .decided = decided,
                .source = written.source(),
                .table = migrate::version_table_of(known),
                .events = events,
                .stop = options.stop,
                .limits = overridden(known.limits, options.limits),
                .on_blocked = options.on_blocked.value_or(known.on_blocked),
                .route = route,
                .journal = &record,
            }
        );
    }
};

} // namespace

run_report apply_sql(
    project const& of,
    database& target,
    std::filesystem::path const& file,
    run_options const& options,
    event_sink const& events
) {
    rehearsal::written_sql const written{file};
    project_attempts::attempts const tries{blocker_policy::wait, options.stop, events};
    auto const told = tries.events();
    application const one{of, target, options, told};
    migrate::run_lock const held{
        target.connection(),
        {.patience = options.lock_wait.value_or(of.settings().lock_wait), .events = told, .stop = options.stop}};
    run_report report;
    report.plan = written.plan_from(migrator{of, target}.current());
    auto const kept = one.back_up(report.plan, written);
    report.backup = kept ? kept->id : "";
    auto record = one.recorder(report.plan, report.backup);
    try {
        auto const done = one.run(report.plan, written, held.route(), record);
        report.steps_done = done.steps_done;
        report.statements = done.statements;
        report.elapsed = done.elapsed;
    } catch (error& failure) {
        if (kept)
            failure.info().remedy += "; the state before is kept: " + project_backup::restoring(*kept);
        throw;
    }
    report.engine_reason = "SQL needs no Python";
    report.journal_run = record.run();
    auto decided = report.plan;
    return tries.summary(std::move(decided), std::move(report));
}

plan plan_of_sql(project const& of, database& target, std::filesystem::path const& file) {
    return rehearsal::written_sql{file}.plan_from(migrator{of, target}.current());
}

rehearsal::report
rehearse_sql(project const& of, database& target, std::filesystem::path const& file, rehearsal::options const& how) {
    rehearsal::written_sql const written{file};
    auto const decided = written.plan_from(migrator{of, target}.current());
    return rehearsal::rehearse_statements(of, target, decided, written.source(), how);
}

} // namespace alembicore
