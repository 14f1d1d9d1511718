// Opening connections.
#pragma once

#include "postgres/connection.hpp"

#include <string>
#include <utility>
#include <vector>

namespace alembicore::postgres {

/// What libpq is given: the URL's keywords, and ours where they go before the user's or fill a gap.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> connection_parameters(database_url const& url);

/// Errors: connection_failed, authentication_failed, cancelled.
[[nodiscard]] connection_handle
open_connection(database_url const& url, connect_options const& options, wakeup const& waker);

} // namespace alembicore::postgres
