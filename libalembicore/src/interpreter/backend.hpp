// The session that Alembic has on the server, seen from a connection of our own.
#pragma once

#include "postgres/connection.hpp"

#include <cstdint>

namespace alembicore::interpreter {

/// A session of a server. Process ids come again; with its start it is the same one for sure.
struct backend {
    int process = 0;
    std::int64_t begun = 0; ///< microseconds since 1970; 0 = not known

    [[nodiscard]] bool known() const noexcept { return process != 0; }
};

/// That of this connection. Errors: as `execute`.
[[nodiscard]] backend backend_of(postgres::connection& connection);

/// Cancels what the session runs. A cancel that comes between statements is lost. Does nothing where it cannot.
void cancel_backend(postgres::connection& from, backend const& session) noexcept;

/// Ends the session and waits a moment until it is gone: its open transaction is rolled back then. Does nothing where
/// it cannot.
void end_backend(postgres::connection& from, backend const& session) noexcept;

} // namespace alembicore::interpreter
