// Creating, starting and stopping a private cluster.
#pragma once

#include "postgres/cluster_folder.hpp"
#include "postgres/cluster_settings.hpp"

#include <alembicore/database_url.hpp>
#include <alembicore/private_cluster.hpp>

#include <string>

namespace alembicore::postgres {

[[nodiscard]] cluster_status cluster_state(cluster_folder const& folder);

/// Errors: child_process_failed, file_unwritable, file_exists, not_available.
cluster_status start_cluster(cluster_folder const& folder, durability wanted);

/// How a server ends.
enum class shutdown {
    fast,      ///< open transactions are rolled back
    immediate, ///< as in a crash; for tests
};

/// Errors: child_process_failed.
void stop_cluster(cluster_folder const& folder, shutdown how);

/// Stops it and removes its folder. Errors: file_exists when the folder holds something else.
void destroy_cluster(cluster_folder const& folder);

/// Over the socket, without a password.
[[nodiscard]] database_url cluster_url(cluster_folder const& folder, int port, std::string const& database);

/// The same as text that psql, SQLAlchemy and we understand.
[[nodiscard]] std::string cluster_url_text(cluster_folder const& folder, int port, std::string const& database);

/// The database that a new cluster begins with.
inline constexpr char const* first_database = "alembicore";
inline constexpr char const* cluster_superuser = "postgres";

void create_database_if_missing(database_url const& server, std::string const& name);

} // namespace alembicore::postgres
