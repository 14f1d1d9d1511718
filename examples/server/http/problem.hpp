// Errors as problem documents. Source: RFC 9457.
#pragma once

#include "http/message.hpp"

#include <alembicore/error.hpp>

namespace alembicore::server::http {

/// The status that tells of such an error.
[[nodiscard]] unsigned status_of(errc code) noexcept;

/// `type` leads to the page of the error, `title` is what happened; `why`, `fix`, `place` and all else that is known
/// are members of their own.
[[nodiscard]] response problem(error_info const& info);

/// As that, with a status that the request's meaning decides.
[[nodiscard]] response problem(error_info const& info, unsigned status);

} // namespace alembicore::server::http
