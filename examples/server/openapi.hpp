// The description of the routes for programs. Source: OpenAPI 3.1.
#pragma once

#include "http/router.hpp"

#include <boost/json/object.hpp>

namespace alembicore::server {

[[nodiscard]] boost::json::object openapi(std::vector<http::route> const& routes);

} // namespace alembicore::server
