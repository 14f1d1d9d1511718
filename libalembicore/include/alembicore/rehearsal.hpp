// Trying a plan for real where nothing can be harmed, and what it does there: locks, rewrites, rows, time, and the way
// back.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/error.hpp>
#include <alembicore/event.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/project.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

/// Where a plan is tried.
enum class place {
    scratch, ///< in a database made for it from the schema of the target, and dropped afterwards
    target,  ///< in the database itself, in one transaction that is rolled back. It holds the locks of the plan
             ///< meanwhile
};

/// Which rows of the target a scratch database gets. Those of the version table are always there.
enum class rows_kept {
    none,
    sample, ///< the first of each table, without those that refer to one which is not among them
    all,
};

/// How to rehearse.
struct options {
    rehearsal::place place = rehearsal::place::scratch;
    rows_kept rows = rows_kept::none;
    std::size_t sample_size = 1000;               ///< rows of each table
    std::optional<database_url> scratch_server;   ///< where the user may create databases; absent: that of the target
    std::optional<transaction_mode> transactions; ///< overrides what env.py says
    std::chrono::milliseconds lock_timeout{2000}; ///< on the target: how long a statement waits for a lock
    std::stop_token stop;
    event_sink events; ///< those of a run, in the order of the trial
};

/// What holds data or a place in the catalogue, as the server names its kinds.
enum class relation_kind { table, index, sequence, toast, view, materialized_view, foreign_table, other };

/// A lock on a relation that a statement has taken and no statement before it in its transaction.
struct relation_lock {
    catalog::name relation{}; ///< empty for one that the same statement has made and dropped
    relation_kind kind = relation_kind::table;
    std::string mode{};     ///< as in pg_locks: AccessExclusiveLock
    bool made_here = false; ///< the relation was not there before the plan: nobody can wait for it
};

/// A relation whose storage is a new one: all of its rows have been written again, or thrown away.
struct rewrite {
    catalog::name relation{};
    relation_kind kind = relation_kind::table;
    std::int64_t size = 0;                   ///< bytes now, in the trial
    std::optional<std::int64_t> live_size{}; ///< bytes in the target, where it has this relation
    std::optional<std::int64_t> live_rows{}; ///< the planner's estimate there
    bool made_here = false;
};

struct statement {
    std::string sql{};
    std::string command{};               ///< the server's word for it: `ALTER TABLE`, `UPDATE 3`
    std::optional<std::uint64_t> rows{}; ///< touched or given, where the command counts them
    std::chrono::microseconds elapsed{};
    std::int64_t wal = 0;       ///< bytes of write-ahead log that the server wrote meanwhile, for anybody
    bool in_transaction = true; ///< false: its locks ended with it, and are not among these
    std::vector<relation_lock> locks{};
    std::vector<rewrite> rewrites{};
};

struct step {
    alembicore::direction direction = alembicore::direction::upgrade;
    std::string revision{};
    std::string doc{};
    std::chrono::microseconds elapsed{}; ///< of its statements
    std::vector<statement> statements{};
    std::vector<catalog::change> changes{}; ///< of the schema
};

/// Whether the plan can be undone.
enum class verdict {
    returns,   ///< there and back gives the same fingerprint
    differs,   ///< it can be undone, and something else is there afterwards
    fails,     ///< a statement of the way back fails, or a revision cannot go it
    not_tried, ///< the plan itself fails, or has no steps
};

/// A step of the plan that has been undone.
struct undone_step {
    std::string revision{};
    std::vector<catalog::change> left_over{}; ///< what it leaves that was not so before it
};

/// The plan backwards, tried after it.
struct way_back {
    rehearsal::verdict verdict = rehearsal::verdict::not_tried;
    std::vector<step> steps{};
    std::vector<undone_step> undone{};        ///< those that leave something
    std::vector<catalog::change> left_over{}; ///< by all of it
    std::optional<error_info> failure{};
};

/// What happened.
struct report {
    rehearsal::place place = rehearsal::place::scratch;
    rows_kept rows = rows_kept::none;
    alembicore::plan plan{};
    std::vector<step> steps{};                              ///< the last one in part, where it failed
    std::optional<error_info> failure{};                    ///< why the plan cannot run
    alembicore::engine engine = alembicore::engine::native; ///< under Python, statements are known by their text only
    std::string engine_reason{};
    std::string fingerprint_before{};       ///< of the schema
    std::string fingerprint_after{};        ///< empty where it failed
    std::vector<catalog::change> changes{}; ///< of the schema, by all steps
    rehearsal::way_back way_back{};
    std::vector<catalog::change> copy_differs{};     ///< how the scratch database was not like the target
    std::vector<catalog::name> sequences_advanced{}; ///< on the target: rolling back does not turn them back
    std::chrono::microseconds elapsed{};             ///< of everything
};

/// Runs the plan, then the plan backwards, and says what each statement did. The version table is left out of schemas
/// that are compared. The target is the same afterwards. A plan that fails is no error: the report says why.
/// Errors: those of evaluation; not_available where no scratch database can be made, or a step can not be tried in a
/// transaction on the target; run_locked; version_mismatch when the target is at other revisions than the plan starts
/// from; those of connecting and reading; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT report
rehearse(project const& of, database& target, plan const& decided, options const& how = {});

/// The plan that undoes this one, step by step.
[[nodiscard]] ALEMBICORE_EXPORT plan undoing(plan const& decided);

} // namespace alembicore::rehearsal
