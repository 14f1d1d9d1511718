// A connection to the database that a project migrates.
#pragma once

#include <alembicore/database_url.hpp>
#include <alembicore/error.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace alembicore {

namespace postgres {
class connection;
}

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
    explicit database(std::unique_ptr<postgres::connection> connection);
    std::unique_ptr<postgres::connection> connection_;
};

} // namespace alembicore
