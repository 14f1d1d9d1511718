// What a server says against a statement, as the exception that psycopg2 and SQLAlchemy make of it.
#pragma once

#include "python/evaluation.hpp"

#include <alembicore/error.hpp>

namespace alembicore::sqlalchemy {

/// Precondition: `failure.server` is there.
[[nodiscard]] python::raised database_error(error_info const& failure);

/// Whether the revision goes on behind some failure of a statement that it runs now.
[[nodiscard]] bool failure_may_be_caught(python::evaluation& run);

} // namespace alembicore::sqlalchemy
