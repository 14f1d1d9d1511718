// A PostgreSQL of one's own, so that beginning is as easy as with SQLite.
#pragma once

#include <alembicore/database_url.hpp>

#include <filesystem>
#include <string>

namespace alembicore {

/// Where a private cluster is and whether it runs.
struct cluster_status {
    std::filesystem::path directory; ///< data directory, log and socket are below it
    bool exists = false;
    bool running = false;
    int port = 0;               ///< on 127.0.0.1; 0 when not running
    std::string server_version; ///< `15.18`; empty when not known
    std::string url;            ///< `postgresql://…` of its database; empty when not running
};

/// A private PostgreSQL cluster in a folder of its own: on a Unix socket and a free loopback port, started as an
/// unprivileged user even when the caller is root. It outlives the process that started it.
class ALEMBICORE_EXPORT private_cluster {
public:
    /// The user's cluster: `$XDG_DATA_HOME/alembicore/cluster` (`~/.local/share/…`), or for root a folder that the
    /// unprivileged user can reach.
    [[nodiscard]] static private_cluster of_user();

    /// A cluster in this folder, which is created on start where it does not exist.
    explicit private_cluster(std::filesystem::path directory);

    [[nodiscard]] cluster_status status() const;

    /// Creates the cluster where needed, starts it where needed, and gives its state. Safe to call by several processes
    /// at once. Errors: child_process_failed (with the server's log), file_unwritable, not_available (no PostgreSQL
    /// server programs found).
    cluster_status start() const;

    /// Stops it (fast shutdown); nothing to do when it does not run. Errors: child_process_failed.
    void stop() const;

    /// Creates a database in the running cluster if it is not there, and gives its URL.
    [[nodiscard]] std::string create_database(std::string const& name) const;

    /// Stops it and removes its folder.
    void destroy() const;

private:
    std::filesystem::path directory_;
};

} // namespace alembicore
