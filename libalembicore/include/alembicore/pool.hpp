// Connections that several threads share.
#pragma once

#include <alembicore/database.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>

namespace alembicore {

struct pool_options {
    std::size_t size = 4;                     ///< connections at most
    std::chrono::seconds connect_timeout{10}; ///< for one attempt
    std::chrono::seconds patience{30};        ///< for a free connection, and for a server that is restarted
};

/// What a request leaves behind in the session of its connection.
enum class session_use {
    anything, ///< settings, temporary tables, prepared statements, locks: all of it is discarded before the next
              ///< request
    nothing,  ///< its transactions are over, and that is all: the next request may go on at once
};

/// How many connections there are at one moment.
struct pool_use {
    std::size_t size = 0; ///< that there may be
    std::size_t used = 0; ///< that requests work with, or wait for
    std::size_t idle = 0; ///< that are open and wait
};

/// Connects when a request comes. A request that has not begun when the server goes away waits until it is back.
/// Thread safety: all members may be called at once.
class ALEMBICORE_EXPORT database_pool {
public:
    using request = std::function<void(database&)>;

    explicit database_pool(database_url url, pool_options options = {});
    database_pool(database_pool const&) = delete;
    database_pool& operator=(database_pool const&) = delete;
    /// Precondition: no request runs.
    ~database_pool();

    /// Runs `work` with a connection of its own, in a session without anything of requests before. When the connection
    /// is lost before `work` has begun with anything in the database, it is run again with another one.
    ///
    /// Errors: what `work` throws; connection_failed, authentication_failed; connection_failed also when no connection
    /// is free for too long; cancelled.
    void run(request const& work, std::stop_token const& stop = {}, session_use use = session_use::anything);

    [[nodiscard]] pool_use use() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace alembicore
