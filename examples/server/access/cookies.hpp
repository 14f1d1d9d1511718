// The one cookie of the server.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <string>

namespace alembicore::server::access {

/// Over TLS it is bound to host, path and TLS by its prefix. Without, it has the port in its name, since browsers give
/// cookies to all ports of a host, and two servers on one machine would take each other's.
[[nodiscard]] std::string cookie_name(http::request const& asked);

/// What the request brings; empty = nothing.
[[nodiscard]] std::string session_in_cookie(http::request const& asked);

/// For `Set-Cookie`. An empty id takes the cookie back.
[[nodiscard]] std::string session_cookie(http::request const& asked, std::string const& id);

} // namespace alembicore::server::access
