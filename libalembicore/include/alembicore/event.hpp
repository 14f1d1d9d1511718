// What a run tells while it goes on. One sink serves the command line, a server, and a test.
#pragma once

#include <alembicore/backup.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/run_lock.hpp>
#include <alembicore/settings.hpp>

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alembicore {

/// The plan is made; nothing of it has run yet.
struct plan_made {
    alembicore::plan plan;
};

/// What will run the plan is decided; nothing has run yet. Comes a second time where a revision that asks the database
/// is refused half-way: what is open has been rolled back, as `reason` says, and `plan_made` tells what Python then
/// runs.
struct engine_chosen {
    alembicore::engine engine = alembicore::engine::native; ///< native or python
    std::string reason;                                     ///< why that one
    std::string revision;                                   ///< the revision that needs Python, where one does
    std::optional<source_place> construct;                  ///< what in it needs Python
};

/// The project's Python has connected and is about to run the plan.
struct python_started {
    std::string interpreter; ///< its path
    std::string python;      ///< version
    std::string alembic;     ///< version
    std::string sqlalchemy;  ///< version
    std::string driver;      ///< name and version: `psycopg2 2.9.5`
    std::string database;    ///< the one it is connected to
    int backend = 0;         ///< process id of its session on the server
};

/// Another run holds the lock of the database, and is waited for. Comes again when the holder is another one.
struct lock_awaited {
    lock_holder holder;
    std::chrono::microseconds patience{}; ///< how long at most
};

/// A session of the server that has to do with a lock. What this user may not see of it is empty.
struct lock_party {
    int pid = 0;                                ///< of its process on the server
    std::string user;                           ///< the database role
    std::string host;                           ///< name or address it comes from; empty: the server's machine
    std::string application;                    ///< application_name
    std::string state;                          ///< active, idle in transaction, …
    std::string since;                          ///< when its transaction began, a time with its zone
    std::chrono::microseconds in_transaction{}; ///< how long ago that was
    std::string statement;                      ///< what it runs, or ran last
};

/// A statement of the run has been waiting for a lock for a while. Comes again when others are in its way.
struct blocked {
    std::string revision;
    std::string sql;      ///< what waits
    std::string relation; ///< the table that is waited for; empty: something else than a table
    std::string mode;     ///< the lock that is asked for: `AccessExclusiveLock`
    std::chrono::microseconds waited{};
    std::vector<lock_party> blockers;             ///< who is in the way
    std::vector<lock_party> queue;                ///< who waits for this run
    blocker_policy policy = blocker_policy::wait; ///< what is done about it
};

/// What was rolled back because of a lock is done again after a pause.
struct retry_awaited {
    std::string reason;
    std::size_t attempt = 0; ///< the one that comes, from 2
    std::size_t most = 0;    ///< attempts in all
    std::chrono::microseconds pause{};
};

/// Something about the run that does not stop it, but should be known.
struct finding_made {
    diagnostic finding;
};

/// What is kept of the database before the run is decided.
struct backup_chosen {
    backup_policy policy = backup_policy::none;
    std::string reason;
};

/// A backup is on the disk; nothing of the plan has run yet.
struct backup_made {
    std::string id;
    std::string folder;
    backup_policy policy = backup_policy::full;
    std::uint64_t size = 0; ///< bytes
    std::chrono::microseconds elapsed{};
};

/// A step begins.
struct step_started {
    std::size_t index = 0; ///< from 0
    std::size_t count = 0; ///< steps of the plan
    alembicore::step step;
};

/// A statement is about to be sent.
struct statement_started {
    std::string revision;
    std::string sql;
    boost::json::value parameters{}; ///< object or array of what is bound to it; null where nothing is
};

/// Something was written while Python ran the plan: a record of its logging, or a line of text.
struct log_received {
    std::string level;  ///< DEBUG, INFO, WARNING, …; empty for a line
    std::string logger; ///< name of the logger; for a line `stdout` or `stderr`
    std::string message;
};

/// The server sent a notice, warning or the like.
struct notice_received {
    server_message notice;
};

/// A step is done (in per_run mode its transaction is still open).
struct step_done {
    std::size_t index = 0;
    alembicore::step step;
    std::chrono::microseconds elapsed{};
    std::size_t statements = 0;
};

/// The run is over and committed.
struct run_done {
    std::size_t steps = 0;
    std::chrono::microseconds elapsed{};
};

using event = std::variant<
    plan_made,
    engine_chosen,
    python_started,
    lock_awaited,
    blocked,
    retry_awaited,
    finding_made,
    backup_chosen,
    backup_progress,
    backup_made,
    step_started,
    statement_started,
    notice_received,
    log_received,
    step_done,
    run_done>;

/// Receives events in the thread that runs. Exceptions from it stop the run as an error would.
using event_sink = std::function<void(event const&)>;

} // namespace alembicore
