// One run of pg_dump or pg_restore: listened to, ended when asked, its failures told.
#pragma once

#include "backup/client_address.hpp"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::backup {

struct client_request {
    std::vector<std::string> arguments; ///< the first is the program
    std::map<std::string, std::string> environment;
    std::stop_token stop;
    std::function<void(std::string const& line)> output; ///< a line of standard output; may be empty
    std::function<void(std::string const& line)> told;   ///< a line of standard error that is no failure; may be empty
    std::function<void()> tick;                          ///< now and then, while nothing is said; may be empty
};

/// Runs it to its end; it does not outlive the calling thread. Errors: no_space, child_process_failed (with what it
/// said), cancelled.
void run_client(client_request const& request);

} // namespace alembicore::backup
