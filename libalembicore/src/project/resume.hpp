// Going on with Python where a revision that asks the database is refused half-way.
#pragma once

#include "interpreter/tasks.hpp"
#include "journal/recorder.hpp"
#include "migrate/run.hpp"

#include <alembicore/revision_graph.hpp>

#include <functional>

namespace alembicore::project_resume {

/// Whether what is left of the plan can go through Python: the evaluator refuses, the connection lives, and no step is
/// done in part.
[[nodiscard]] bool can_go_on(migrate::stopped_run const& stopped) noexcept;

/// The steps of the plan that are not committed.
[[nodiscard]] plan rest_of(revision_graph const& graph, plan const& decided, migrate::run_remains const& remains);

using task_maker = std::function<interpreter::task(engine_chosen const&, event_sink)>;

struct resumption {
    engine_chosen chosen;
    migrate::run_result result; ///< together with what was committed before
};

/// Runs what is left. The event `engine_chosen` says why, with what has been rolled back, once a Python is found.
/// Errors: the refusal, where no Python can run Alembic; those of interpreter::run_plan.
[[nodiscard]] resumption go_on(
    postgres::connection& own,
    plan const& rest,
    migrate::stopped_run const& stopped,
    event_sink const& events,
    journal::recorder& record,
    task_maker const& task
);

} // namespace alembicore::project_resume
