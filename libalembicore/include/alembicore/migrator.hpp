// Runs plans on a database.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/event.hpp>
#include <alembicore/project.hpp>

#include <cstdint>
#include <optional>
#include <stop_token>

namespace alembicore {

/// How to run.
struct run_options {
    std::optional<transaction_mode> transactions;  ///< overrides what env.py says
    std::stop_token stop;                          ///< asked between and during statements
    std::optional<alembicore::engine> engine;      ///< overrides the project's setting
    std::filesystem::path python;                  ///< overrides the project's setting
    std::string tag;                               ///< `--tag`, for env.py under Python
    std::optional<std::chrono::seconds> lock_wait; ///< overrides the project's setting
    statement_limits limits;                       ///< overrides the project's setting; a revision's own go before both
    std::optional<blocker_policy> on_blocked;      ///< overrides the project's setting
    std::optional<journal_mode> journal;           ///< overrides the project's setting
    std::optional<backup_policy> backup;           ///< overrides the project's setting
    std::filesystem::path backup_directory;        ///< overrides the project's setting
    std::string authenticated_user;                ///< on whose behalf a service runs this, for the journal
};

/// What a run did.
struct run_report {
    alembicore::plan plan;
    std::size_t steps_done = 0; ///< committed steps
    std::size_t statements = 0; ///< statements of revisions, version rows not counted
    std::chrono::microseconds elapsed{};
    alembicore::engine engine = alembicore::engine::native; ///< what ran it: native or python
    std::string engine_reason;                              ///< why that one
    std::optional<std::int64_t> journal_run;                ///< its number in the journal; absent: not recorded
    std::string backup;                                     ///< the id of the one made before it; empty: none
    std::vector<diagnostic> findings;                       ///< what should be known about it
};

/// Applies and undoes revisions of one project on one database.
///
/// Every revision of a plan is evaluated before the first statement runs, so a revision that cannot be evaluated stops
/// nothing half-way. Where one cannot, and the engine is `automatic`, the whole plan goes through Alembic in the
/// project's own Python, under the same events and errors; the event `engine_chosen` tells before anything runs. An
/// error that happens while running says which revision and statement, and in `error_info::database_state` what the
/// database looks like now. One migrator is used by one thread at a time.
///
/// One run at a time works on a database. Another that has something to do waits for it, as `lock_awaited` tells, and
/// then looks again at what is left to do. While a run's transaction is open, the version table is locked against
/// other tools that would write to it.
///
/// A run that has steps is recorded in the journal of the database (alembicore/journal.hpp), in the transactions of its
/// steps; where this role may not write to it, the event `finding_made` says so, and the run goes on. A statement that
/// waits for a lock tells who has it (`blocked`); what is done about that is up to `run_options::on_blocked`.
class ALEMBICORE_EXPORT migrator {
public:
    /// `opened` is copied (cheap); `target` must outlive the migrator.
    migrator(project opened, database& target, event_sink sink = {});
    ~migrator();

    /// The rows of the version table, in no particular order; none when there is no table.
    /// Errors: decided_at_run_time, where env.py computes the version table's name or schema.
    [[nodiscard]] std::vector<std::string> current() const;

    /// Errors: those of plan_upgrade, evaluation and statements; run_locked; lock_not_granted; version_mismatch, where
    /// a relative target has come to mean another revision while the run waited; under Python also python_unavailable
    /// and child_process_failed.
    run_report upgrade(std::string_view target = "head", run_options const& options = {});
    run_report downgrade(std::string_view target, run_options const& options = {});

    /// `purge` deletes all version rows first.
    enum class stamp_mode { keep, purge };
    run_report
    stamp(std::vector<std::string> const& targets, stamp_mode mode = stamp_mode::keep, run_options const& options = {});

    /// Runs a plan made for the rows the table holds now. Errors: version_mismatch when it holds others; run_locked.
    run_report run(plan const& decided, run_options const& options = {});

    /// Creates the version table where it is missing.
    void ensure_version();

private:
    struct implementation;
    std::unique_ptr<implementation> implementation_;
};

} // namespace alembicore
