#include <alembicore/json.hpp>

#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

namespace alembicore::journal {

BOOST_DESCRIBE_ENUM(run_kind, revisions, sql_file, undoing)
BOOST_DESCRIBE_ENUM(outcome, done, failed, cancelled, unfinished)
BOOST_DESCRIBE_STRUCT(author, (), (os_user, host, database_user, authenticated_user))
BOOST_DESCRIBE_STRUCT(statement, (), (sql, elapsed, finished))
BOOST_DESCRIBE_STRUCT(
    recorded_step,
    (),
    (revision,
     kind,
     at,
     elapsed,
     file,
     file_sha256,
     sql_sha256,
     statement_count,
     statements,
     notices,
     in_transaction,
     finished)
)
BOOST_DESCRIBE_STRUCT(recorded_failure, (), (code, message, revision, statement, sqlstate, database_state))
BOOST_DESCRIBE_STRUCT(
    recorded_run,
    (),
    (number,
     kind,
     direction,
     target,
     from,
     to,
     planned_steps,
     by,
     began,
     elapsed,
     engine,
     version,
     backup,
     outcome,
     failure,
     fingerprint_before,
     fingerprint_after,
     steps)
)
BOOST_DESCRIBE_STRUCT(applied_revision, (), (revision, kind, at, by, engine, file, file_sha256, run))
BOOST_DESCRIBE_STRUCT(broken_link, (), (entry, problem))
BOOST_DESCRIBE_STRUCT(verification, (), (entries, last_hash, broken, holds_expected))

} // namespace alembicore::journal

namespace alembicore {

BOOST_DESCRIBE_ENUM(fate, unknown, done, not_done)
BOOST_DESCRIBE_STRUCT(
    half_done_revision,
    (),
    (run, revision, kind, file, done, begun, begun_fate, leftover, left, obstacle, undo, undo_obstacle)
)
BOOST_DESCRIBE_STRUCT(edited_revision, (), (revision, file, applied_at, applied_sha256, sha256))

boost::json::value to_json(journal::recorded_run const& run) {
    return json::describe_value(run);
}

boost::json::value to_json(journal::applied_revision const& applied) {
    return json::describe_value(applied);
}

boost::json::value to_json(journal::verification const& made) {
    return json::describe_value(made);
}

boost::json::value to_json(half_done_revision const& left) {
    return json::describe_value(left);
}

boost::json::value to_json(edited_revision const& edited) {
    return json::describe_value(edited);
}

} // namespace alembicore
