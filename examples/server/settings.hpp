// How the server is set up: the command line over the environment over a TOML file.
#pragma once

#include "access/policy.hpp"
#include "access/user_change.hpp"
#include "http/tls.hpp"

#include <alembicore/settings.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace alembicore::server {

struct server_settings {
    settings_request project; ///< which project, which database
    std::string address = "127.0.0.1";
    std::uint16_t port = 3000;
    std::string prefix;                     ///< of the paths, behind a proxy: `/migrations`; empty = none
    std::chrono::seconds shutdown_wait{10}; ///< how long a run may go on when the server is to end
    std::filesystem::path web;              ///< the files of the page; empty = where they are installed or built
    access::policy access;
    http::tls_files tls;                      ///< none = without TLS
    std::vector<std::string> trusted_proxies; ///< addresses or networks of proxies that may say for whom they ask
};

enum class wanted_action { serve, manage_users, show_help, show_version };

struct arguments {
    wanted_action action = wanted_action::serve;
    server_settings settings;
    access::user_change users; ///< for manage_users, in the file that `settings.access.users` names
};

/// The first of: an option; ALEMBICORE_SERVER_… in the environment; the TOML file that `--settings` names, else
/// `alembicore-server.toml` in the working directory.
/// Errors: bad_usage for unknown options and values, bad_configuration for the file.
[[nodiscard]] arguments
read_arguments(std::vector<std::string> const& words, std::map<std::string, std::string> const& environment);

[[nodiscard]] std::string help_text();

} // namespace alembicore::server
