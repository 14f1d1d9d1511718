// The modules that evaluated revisions import: alembic, sqlalchemy, and packages that people use with them.
#pragma once

#include "python/module.hpp"

namespace alembicore::sqlalchemy {

/// Made on first use, then shared by all evaluations.
[[nodiscard]] python::module_registry const& revision_modules();

} // namespace alembicore::sqlalchemy
