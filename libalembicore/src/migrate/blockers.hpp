// Who waits for whom, as the server knows it.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/event.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore::migrate {

/// A lock that a session waits for, and everybody who has to do with it.
struct awaited_lock {
    std::string relation; ///< `public.users`; empty: no table
    std::string mode;
    std::vector<lock_party> blockers;
    std::vector<lock_party> queue;
};

/// nullopt: this session waits for nothing. Errors: as `execute`.
[[nodiscard]] std::optional<awaited_lock> find_awaited_lock(postgres::connection& asking, int session);

/// `session 4711 of anna (psql), idle in transaction since …: SELECT …`
[[nodiscard]] std::string described(lock_party const& one);

} // namespace alembicore::migrate
