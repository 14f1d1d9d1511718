// The server in a process of its own, for one project and its database.
#pragma once

#include "cli/migrated_project.hpp"

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace alembicore::test {

class running_server {
public:
    /// Starts it in the project's folder on a free port, and waits until it listens. Its log is `server.log` there.
    explicit running_server(migrated_project const& of) : running_server(of, of.address()) {}

    /// With another database (empty: none is named), and options besides it.
    running_server(migrated_project const& of, std::string const& address, words const& options = {});
    running_server(running_server const&) = delete;
    running_server& operator=(running_server const&) = delete;

    /// Stops it, unless it has ended.
    ~running_server();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    [[nodiscard]] pid_t process() const noexcept { return process_; }

    /// Sends the signal and waits for its end; gives the exit status.
    int end(int signal);

private:
    pid_t process_ = 0;
    int output_ = -1;
    std::uint16_t port_ = 0;
};

} // namespace alembicore::test
