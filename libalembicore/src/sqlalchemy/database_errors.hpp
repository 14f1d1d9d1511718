// What a server says against a statement, as the exception that psycopg2 and SQLAlchemy make of it.
#pragma once

#include "python/exception.hpp"

#include <alembicore/error.hpp>

namespace alembicore::sqlalchemy {

/// Precondition: `failure.server` is there.
[[nodiscard]] python::raised database_error(error_info const& failure);

} // namespace alembicore::sqlalchemy
