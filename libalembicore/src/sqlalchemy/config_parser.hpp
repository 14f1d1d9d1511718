// `configparser`: ini files of the project, read as alembic.ini is.
#pragma once

#include "python/module.hpp"

namespace alembicore::sqlalchemy {

void add_config_parser(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
