// A revision of which only a part is in the database: it works outside a transaction, and its run was stopped there.
#pragma once

#include <alembicore/journal.hpp>
#include <alembicore/migrator.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore {

/// What became of a statement that had begun outside a transaction when its run was stopped.
enum class fate {
    unknown,
    done,
    not_done,
};

/// What is known of such a revision. Source: the journal, the revision's file, and the catalogue.
struct half_done_revision {
    std::int64_t run = 0; ///< the last one that worked on it
    std::string revision;
    direction kind = direction::upgrade;
    std::string file;
    std::vector<std::string> done;           ///< statements whose work is permanent
    std::optional<std::string> begun;        ///< the statement that was stopped or failed
    fate begun_fate = fate::unknown;         ///< what became of that
    std::string leftover;                    ///< an INVALID index that it has left; empty: none
    std::vector<std::string> left;           ///< statements that are still to be run, `begun` not among them
    std::optional<error_info> obstacle;      ///< why it cannot be finished from here; absent: it can
    std::vector<std::string> undo;           ///< statements that take back what is done, in the order in which they run
    std::optional<error_info> undo_obstacle; ///< why that is not exactly known, or not harmless; absent: it is
};

/// nullopt: nothing is half done, as far as the journal knows. Errors: those of the journal and of the version table.
[[nodiscard]] ALEMBICORE_EXPORT std::optional<half_done_revision> find_half_done(project const& of, database& in);

/// Runs what is left of it and moves the version row. An INVALID index that `begun` has left is dropped before.
/// `begun_fate`: what became of that statement, where it is unknown.
/// Errors: bad_target where nothing is half done; the obstacle; those of `migrator::upgrade`.
ALEMBICORE_EXPORT run_report finish_half_done(
    project const& of,
    database& in,
    fate begun_fate = fate::unknown,
    event_sink const& events = {},
    run_options const& options = {}
);

/// Takes back what is done of it, so that the database is where it was before; the version rows stay as they are.
/// Nothing is dropped that others have put rows or values into. Errors: bad_target where nothing is half done; the
/// obstacle; those of `migrator::downgrade`.
ALEMBICORE_EXPORT run_report undo_half_done(
    project const& of,
    database& in,
    fate begun_fate = fate::unknown,
    event_sink const& events = {},
    run_options const& options = {}
);

} // namespace alembicore
