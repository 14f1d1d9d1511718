// The models as SQLAlchemy's mapper has them, in the project's own Python.
#pragma once

#include <alembicore/models.hpp>

namespace alembicore::model {

/// Errors: as `models::read` under Python.
[[nodiscard]] models::collection ask_mapper(project const& of, models::read_options const& options);

} // namespace alembicore::model
