// How long the statements of a run may take and wait, and what a run does about whoever keeps it waiting.
#pragma once

#include <alembicore/export.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace alembicore {

/// PostgreSQL's settings of the same names, for the statements of a run; 0 is no limit, absent is what the server says.
struct statement_limits {
    std::optional<std::chrono::milliseconds> lock_timeout;
    std::optional<std::chrono::milliseconds> statement_timeout;
};

/// `over` where it says something, else `under`.
[[nodiscard]] ALEMBICORE_EXPORT statement_limits
overridden(statement_limits const& under, statement_limits const& over) noexcept;

/// `500ms`, `5s`, `2min`, `1h`, `0`; nullopt for anything else. A unit is needed: PostgreSQL would take a bare number
/// for milliseconds, people for seconds.
[[nodiscard]] ALEMBICORE_EXPORT std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

/// What a run does when one of its statements waits for a lock that another session has or waits for before it.
enum class blocker_policy {
    wait,      ///< goes on waiting, for ever or as long as `lock_timeout` allows
    give_up,   ///< stops, and rolls back
    retry,     ///< rolls back, and does again what was rolled back after a pause, which gets longer; several times
    cancel,    ///< cancels what the others run; a session that runs nothing keeps its locks
    terminate, ///< ends the sessions of the others
};

/// `wait`, `give-up`, `retry`, `cancel`, `terminate`.
[[nodiscard]] ALEMBICORE_EXPORT std::optional<blocker_policy> parse_blocker_policy(std::string_view text) noexcept;

} // namespace alembicore
