// One run at a time on one database.
#pragma once

#include "migrate/lock_watch.hpp"
#include "postgres/connection.hpp"

#include <alembicore/event.hpp>

#include <chrono>
#include <memory>
#include <stop_token>

namespace alembicore::migrate {

/// How a lock is waited for.
struct lock_wishes {
    std::chrono::seconds patience{};
    event_sink events; ///< may be empty
    std::stop_token stop;
};

/// Held while it lives, or until its session ends. It is never queued for, but tried again and again: who waits inside
/// the server has a snapshot, for which CREATE INDEX CONCURRENTLY of the holder would wait for ever.
class run_lock {
public:
    /// Takes the lock in the session of the run, so that neither can outlive the other. Where a pooler stands between,
    /// which gives each transaction another session, it is held by a transaction of its own.
    /// Errors: run_locked, cancelled, those of connecting and of statements.
    run_lock(postgres::connection& of_run, lock_wishes const& wishes);
    run_lock(run_lock const&) = delete;
    run_lock& operator=(run_lock const&) = delete;
    ~run_lock();

    /// How statements reach the server.
    [[nodiscard]] lock_watch::route route() const noexcept {
        return beside_pooler_ ? lock_watch::route::pooled : lock_watch::route::direct;
    }

private:
    [[nodiscard]] bool is_taken_at_once();
    [[nodiscard]] bool is_taken_by_transaction();

    postgres::connection& of_run_;
    std::unique_ptr<postgres::connection> beside_pooler_;
};

} // namespace alembicore::migrate
