// Where a request ends, and whom it is for: what two servers in a row must not read differently.
#pragma once

#include "http/message.hpp"

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include <optional>
#include <string>

namespace alembicore::server::http {

/// Why the request is refused before its body is read; nothing where it is well framed. The parser has refused already
/// what is no HTTP, and a length beside chunks.
[[nodiscard]] std::optional<std::string> framing_fault(boost::beast::http::header<true> const& head);

/// The fields of a request. Those that may stand several times are joined, as RFC 9110, 5.3 says.
[[nodiscard]] http::fields fields_of(boost::beast::http::header<true> const& head);

} // namespace alembicore::server::http
