// What was chosen about who may do what.
#pragma once

#include "access/rate_limiter.hpp"
#include "access/sessions.hpp"
#include "access/token_rules.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace alembicore::server::access {

/// From where the server can be reached.
enum class reach { this_machine, network };

struct policy {
    access::reach reach = access::reach::this_machine;
    std::vector<std::string> host_names; ///< that people reach the server by, besides those of this machine
    std::filesystem::path users;         ///< empty = nobody logs in by password
    token_rules tokens{};                ///< without a key nobody is known by a token
    std::filesystem::path audit;         ///< file of the audit log; empty = none
    std::vector<std::string> origins;    ///< other sites whose pages may read answers
    rate requests{};                     ///< of a client; no burst = as many as it likes
    bool read_only = false;              ///< everybody is a viewer at most
    bool production = false;             ///< who changes the database types its name
    session_limits sessions{};
    rate logins_of_client{.burst = 10, .per_second = 1.0 / 6}; ///< attempts
    rate logins_of_user{.burst = 10, .per_second = 1.0 / 30};

    /// Whether anybody has to say who they are.
    [[nodiscard]] bool needs_login() const noexcept { return !users.empty() || tokens.any_key(); }
};

} // namespace alembicore::server::access
