// What a run would do, decided before anything is done: pure functions from a graph and the current rows to steps.
#pragma once

#include <alembicore/revision_graph.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alembicore {

/// What a plan or one of its steps does.
enum class direction { upgrade, downgrade, stamp };

/// What happens to one row of the version table.
enum class row_change_kind { insert_row, update_row, delete_row };

/// A change to one row of the version table.
struct row_change {
    row_change_kind kind = row_change_kind::insert_row;
    std::string from; ///< the id that leaves the table; empty for insert_row
    std::string to;   ///< the id that enters the table; empty for delete_row
};

/// One revision applied, undone, or stamped.
struct step {
    direction kind = direction::upgrade;
    std::string revision;                 ///< the revision whose upgrade() or downgrade() runs; empty: stamp to base
    std::vector<std::string> from;        ///< where this step starts, as Alembic prints it; empty = base
    std::vector<std::string> to;          ///< where this step ends, as Alembic prints it; empty = base
    std::string path;                     ///< file of the revision
    std::string doc;                      ///< its one-line message
    std::vector<row_change> version_rows; ///< in the order in which they are made
};

/// `upgrade a, b -> c`: a step as Alembic's log and scripts name it.
[[nodiscard]] ALEMBICORE_EXPORT std::string render_move(step const& of);

/// A decided run.
struct plan {
    alembicore::direction direction = alembicore::direction::upgrade;
    std::vector<std::string> from;        ///< rows of the version table before
    std::string target;                   ///< as asked for
    std::vector<step> steps;              ///< in the order in which they run; empty = nothing to do
    std::vector<std::string> heads_after; ///< rows of the version table after
    std::vector<std::string> warnings;    ///< what should be known before it runs, a sentence each
};

/// Plans `upgrade target`. `current` are the version table's rows.
/// Errors: unknown_revision, ambiguous_revision, multiple_heads, bad_target, bad_range, unknown_parent, cycle,
/// unknown_database_revision.
[[nodiscard]] ALEMBICORE_EXPORT plan
plan_upgrade(revision_graph const& graph, std::string_view target, std::vector<std::string> const& current);

/// Plans `downgrade target`. Errors: as plan_upgrade.
[[nodiscard]] ALEMBICORE_EXPORT plan
plan_downgrade(revision_graph const& graph, std::string_view target, std::vector<std::string> const& current);

/// Plans `stamp targets…`: version rows only. Errors: as plan_upgrade.
[[nodiscard]] ALEMBICORE_EXPORT plan plan_stamp(
    revision_graph const& graph, std::vector<std::string> const& targets, std::vector<std::string> const& current
);

/// Applies a step's changes to rows, as the version table would. For tests, previews and offline runs.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string>
rows_after(std::vector<row_change> const& changes, std::vector<std::string> rows);

} // namespace alembicore
