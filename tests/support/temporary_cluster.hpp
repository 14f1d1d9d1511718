// A PostgreSQL of this test program's own, with a fresh database for every test that wants one.
#pragma once

#include "postgres/cluster.hpp"
#include "postgres/connection.hpp"
#include "support/temporary_folder.hpp"

#include <alembicore/database_url.hpp>

#include <string>

namespace alembicore::test {

/// Started on first use, removed when the program ends. It does not survive a power failure.
class temporary_cluster {
public:
    static temporary_cluster& shared();

    temporary_cluster();
    temporary_cluster(temporary_cluster const&) = delete;
    temporary_cluster& operator=(temporary_cluster const&) = delete;
    ~temporary_cluster();

    /// Over the socket, without a password.
    [[nodiscard]] database_url url(std::string const& database) const;

    /// Over TCP, where the superuser needs this password.
    [[nodiscard]] database_url tcp_url(std::string const& database, std::string const& password) const;

    [[nodiscard]] std::string password() const;

    [[nodiscard]] postgres::cluster_folder const& folder() const noexcept { return cluster_; }

    /// Starts the server again after a test has stopped it.
    void start();

private:
    temporary_folder folder_;
    postgres::cluster_folder cluster_;
    int port_ = 0;
};

/// A new, empty database, dropped at the end of the test.
class temporary_database {
public:
    explicit temporary_database(temporary_cluster& cluster = temporary_cluster::shared());
    temporary_database(temporary_database const&) = delete;
    temporary_database& operator=(temporary_database const&) = delete;
    ~temporary_database();

    [[nodiscard]] database_url url() const { return cluster_.url(name_); }

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    /// The rows of a query's first column, joined with commas, over a connection of its own.
    [[nodiscard]] std::string ask(std::string const& query) const;

private:
    temporary_cluster& cluster_;
    std::string name_;
};

} // namespace alembicore::test
