// `context.config` of Alembic, which is also `op.get_context().config`: options of the ini and of the command line.
#pragma once

#include "python/module.hpp"

namespace alembicore::sqlalchemy {

[[nodiscard]] python::value alembic_config();

/// Adds to `alembic.context` what speaks of the configuration.
void add_alembic_config(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
