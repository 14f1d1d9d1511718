// A connection to the database that a project migrates.
#pragma once

#include <alembicore/database_url.hpp>
#include <alembicore/error.hpp>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

namespace alembicore {

namespace postgres {
class connection;
class pending_connection;
} // namespace postgres

/// One open connection. Movable, not copyable; used by one thread at a time, except `cancel`.
class ALEMBICORE_EXPORT database {
public:
    /// Connects. libpq's own PG* variables, ~/.pgpass and service files fill in what the URL leaves out.
    /// Errors: connection_failed, authentication_failed; the password appears in neither.
    [[nodiscard]] static database
    connect(database_url const& url, std::chrono::seconds timeout = std::chrono::seconds{10});

    database(database&&) noexcept;
    database& operator=(database&&) noexcept;
    ~database();

    /// `15.18`
    [[nodiscard]] std::string server_version() const;

    /// The address, with its password masked.
    [[nodiscard]] std::string const& masked_url() const noexcept;

    /// Asks the server to cancel the statement that runs now. May be called from any thread.
    void cancel() const;

    [[nodiscard]] postgres::connection& connection() noexcept { return *connection_; }

private:
    friend class pending_database;
    explicit database(std::unique_ptr<postgres::connection> connection);
    std::unique_ptr<postgres::connection> connection_;
};

/// A connection on its way: the server's part of connecting takes most of the time, and passes while the caller reads
/// the project. Giving it up gives the connection up.
class ALEMBICORE_EXPORT pending_database {
public:
    /// Begins with what needs no address: PostgreSQL's client library takes some milliseconds to load, in which a
    /// program can find out where to connect.
    pending_database();

    /// As that, and `begin`.
    explicit pending_database(database_url const& url, std::chrono::seconds timeout = std::chrono::seconds{10});

    /// Begins to connect, without waiting for the server. What fails is told by `wait`. Called once.
    void begin(database_url const& url, std::chrono::seconds timeout = std::chrono::seconds{10});

    pending_database(pending_database&&) noexcept;
    pending_database& operator=(pending_database&&) noexcept;
    ~pending_database();

    /// The open connection, once begun; the timeout is for this wait. Errors: as `database::connect`; cancelled.
    [[nodiscard]] database wait(std::stop_token const& stop = {}) &&;

private:
    std::unique_ptr<postgres::pending_connection> pending_;
};

} // namespace alembicore
