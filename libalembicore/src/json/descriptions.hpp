// Which members of the public structs are shown as JSON, in which order. A new member is shown by naming it here.
#pragma once

#include "base/place_description.hpp"

#include <alembicore/json.hpp>

#include <boost/describe.hpp>

namespace alembicore {

BOOST_DESCRIBE_ENUM(severity, info, warning, error)
BOOST_DESCRIBE_ENUM(direction, upgrade, downgrade, stamp)

BOOST_DESCRIBE_STRUCT(
    server_message,
    (),
    (severity, sqlstate, message, detail, hint, context, schema, table, column, constraint, position)
)
BOOST_DESCRIBE_STRUCT(hook_report, (), (name, exit_status, output, problem))
BOOST_DESCRIBE_STRUCT(
    error_info,
    (),
    (code,
     message,
     reason,
     remedy,
     place,
     revision,
     statement,
     traceback,
     server,
     database_state,
     connection_usable,
     retryable)
)
BOOST_DESCRIBE_STRUCT(diagnostic, (), (severity, code, message, remedy, place, revision))

BOOST_DESCRIBE_STRUCT(revision, (), (id, down_revisions, depends_on, branch_labels, doc, path, ghost, diagnostics))

// `from` and `to` of a step are texts for log lines; its version_rows say the same exactly.
BOOST_DESCRIBE_STRUCT(step, (), (revision, kind, path, doc, version_rows))
BOOST_DESCRIBE_STRUCT(plan, (), (direction, from, target, steps, heads_after, warnings))

BOOST_DESCRIBE_STRUCT(plan_made, (), (plan))
BOOST_DESCRIBE_STRUCT(engine_chosen, (), (engine, reason, revision, construct))
BOOST_DESCRIBE_STRUCT(python_started, (), (interpreter, python, alembic, sqlalchemy, driver, database, backend))
BOOST_DESCRIBE_STRUCT(lock_holder, (), (pid, user, host, application, connected_since, connected, state, statement))
BOOST_DESCRIBE_STRUCT(lock_awaited, (), (holder, patience))
BOOST_DESCRIBE_ENUM(blocker_policy, wait, give_up, retry, cancel, terminate)
BOOST_DESCRIBE_STRUCT(lock_party, (), (pid, user, host, application, state, since, in_transaction, statement))
BOOST_DESCRIBE_STRUCT(blocked, (), (revision, sql, relation, mode, waited, blockers, queue, policy))
BOOST_DESCRIBE_STRUCT(retry_awaited, (), (reason, attempt, most, pause))
BOOST_DESCRIBE_STRUCT(finding_made, (), (finding))
BOOST_DESCRIBE_STRUCT(backup_chosen, (), (policy, reason))
BOOST_DESCRIBE_STRUCT(backup_progress, (), (activity, subject, done, count, bytes))
BOOST_DESCRIBE_STRUCT(backup_made, (), (id, folder, policy, size, elapsed))
BOOST_DESCRIBE_STRUCT(step_started, (), (index, count, step))
BOOST_DESCRIBE_STRUCT(statement_started, (), (revision, sql, parameters))
BOOST_DESCRIBE_STRUCT(notice_received, (), (notice))
BOOST_DESCRIBE_STRUCT(log_received, (), (level, logger, message))
BOOST_DESCRIBE_STRUCT(step_done, (), (index, step, elapsed, statements))
BOOST_DESCRIBE_STRUCT(run_done, (), (steps, elapsed))
BOOST_DESCRIBE_STRUCT(
    run_report, (), (plan, steps_done, statements, elapsed, engine, engine_reason, journal_run, backup, findings)
)

BOOST_DESCRIBE_ENUM(evaluation_kind, native, live, python)
BOOST_DESCRIBE_STRUCT(inspected_direction, (), (evaluation, operations, sql, refusal))
BOOST_DESCRIBE_STRUCT(inspection, (), (revision, path, upgrade, downgrade))

BOOST_DESCRIBE_STRUCT(cluster_status, (), (directory, exists, running, port, server_version, url))

} // namespace alembicore
