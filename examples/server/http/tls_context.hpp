// A TLS identity as Asio knows it. Its headers are heavy: for sources that make TLS connections only.
#pragma once

#include "http/tls.hpp"

#include <boost/asio/ssl/context.hpp>

namespace alembicore::server::http {

[[nodiscard]] boost::asio::ssl::context& context_of(tls_identity const& identity) noexcept;

} // namespace alembicore::server::http
