// `op.get_context().opts`: what env.py configured the run with.
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::sqlalchemy {

[[nodiscard]] python::value make_context_options();

} // namespace alembicore::sqlalchemy
