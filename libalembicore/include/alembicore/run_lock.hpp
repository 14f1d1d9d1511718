// Who migrates a database at this moment. A run holds an advisory lock of the server, of which there is one per
// database; it goes with the session that holds it, so a dead holder leaves nothing behind.
#pragma once

#include <alembicore/export.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace alembicore {

class database;

/// The session that holds the run lock. Source: pg_locks and pg_stat_activity; what this user may not see is empty.
struct lock_holder {
    int pid = 0;                 ///< of its process on the server
    std::string user;            ///< the database role
    std::string host;            ///< name or address it comes from; empty: this machine's socket
    std::string application;     ///< application_name
    std::string connected_since; ///< a time with its zone
    std::chrono::microseconds connected{};
    std::string state;     ///< active, idle, idle in transaction, …
    std::string statement; ///< what it runs, or ran last
};

/// Whoever migrates the database now; nullopt: nobody. Errors: those of statements.
[[nodiscard]] ALEMBICORE_EXPORT std::optional<lock_holder> run_lock_holder(database& on);

} // namespace alembicore
