// What the journal and the version table say about a revision that was stopped half-way.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/journal.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/revision_graph.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore::project_half_done {

/// What the journal has of it.
struct trail {
    journal::recorded_run run;
    journal::recorded_step step;
    bool undoing = false; ///< since then it has begun to be taken back
};

/// Runs that failed one after the other may have worked on the same revision: the one that came furthest counts.
/// nullopt: the last of them left nothing half done. Errors: those of the journal.
[[nodiscard]] std::optional<trail> find_trail(database& in);

/// The step as a plan of its own; nullopt where the database is somewhere else by now.
[[nodiscard]] std::optional<plan>
plan_of(revision_graph const& graph, trail const& left, std::vector<std::string> const& rows);

} // namespace alembicore::project_half_done
