// The server process of a private cluster, as its data directory tells of it.
#pragma once

#include "postgres/cluster_folder.hpp"

#include <optional>
#include <string>

#include <sys/types.h>

namespace alembicore::postgres {

/// What the server says about itself in postmaster.pid.
struct postmaster {
    pid_t process = 0;
    int port = 0;
};

/// The server that works in this folder; it may be on its way up or down.
[[nodiscard]] std::optional<postmaster> find_running(cluster_folder const& folder);

/// Makes a dead server's process id one that nobody has, so that the next server does not take another process for it.
void disown_process_id(cluster_folder const& folder, std::string const& user);

} // namespace alembicore::postgres
