// The path and the query of a request.
#pragma once

#include "http/message.hpp"

namespace alembicore::server::http {

/// Fills `path` and `query` from `target`. False where it is no target of RFC 3986, or not UTF-8 when decoded.
[[nodiscard]] bool read_target(request& into);

/// Takes the prefix from the path; a path without it stays as it is, since some proxies take it away themselves.
void strip_prefix(request& of, std::string_view prefix);

} // namespace alembicore::server::http
