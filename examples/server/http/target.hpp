// The path and the query of a request.
#pragma once

#include "http/message.hpp"

namespace alembicore::server::http {

/// Fills `path` and `query` from `target`. False where it is no target of RFC 3986, or not UTF-8 when decoded.
[[nodiscard]] bool read_target(request& into);

} // namespace alembicore::server::http
