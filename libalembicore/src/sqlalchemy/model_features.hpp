// relationship(…), hybrid_property and the rest of what bodies of models hold besides columns.
#pragma once

#include "sqlalchemy/model.hpp"

namespace alembicore::sqlalchemy {

void add_model_features(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
