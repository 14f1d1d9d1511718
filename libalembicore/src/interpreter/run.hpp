// Running a plan through Alembic: the counterpart of migrate/run for the project's own Python.
#pragma once

#include "interpreter/tasks.hpp"
#include "migrate/run.hpp"

namespace alembicore::interpreter {

/// Runs the steps of the plan, in the transactions of env.py, with the events of a native run. Over `own`, a connection
/// to the same database, Alembic's statements are cancelled, and what became of the database is read.
/// Errors: those of `read_rows`; statement_failed, connection_lost, version_mismatch, cancelled; each with what the
/// database looks like now, as `migrate::stopped_run` where Python had begun.
migrate::run_result run_plan(postgres::connection& own, plan const& decided, task const& wanted);

} // namespace alembicore::interpreter
