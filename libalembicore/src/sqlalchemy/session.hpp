// `sqlalchemy.orm.Session` as far as it is another way to execute statements on the connection of the run.
#pragma once

#include "python/module.hpp"

namespace alembicore::sqlalchemy {

/// Adds Session and sessionmaker.
void add_sessions(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
