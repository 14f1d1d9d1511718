// Errors as problem documents. Source: RFC 9457.
#pragma once

#include "http/message.hpp"

#include <alembicore/error.hpp>

namespace alembicore::server::http {

/// The status that tells of such an error.
[[nodiscard]] unsigned status_of(errc code) noexcept;

/// What the role of who asks does not suffice for, where that shows by what a request says only. Its status is 403.
class not_allowed : public error {
public:
    using error::error;
};

/// What a database for production is not done to without its name. Its status is 428.
class not_confirmed : public error {
public:
    using error::error;
};

/// `type` leads to the page of the error, `title` is what happened; `why`, `fix`, `place` and all else that is known
/// are members of their own.
[[nodiscard]] response problem(error_info const& info);

/// As that, with a status that the request's meaning decides.
[[nodiscard]] response problem(error_info const& info, unsigned status);

} // namespace alembicore::server::http
