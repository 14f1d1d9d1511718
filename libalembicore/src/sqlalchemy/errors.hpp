// The exceptions of SQLAlchemy and Alembic that a revision can meet, and catch.
#pragma once

#include "python/exception.hpp"
#include "python/module.hpp"

#include <string>
#include <string_view>

namespace alembicore::sqlalchemy {

/// `throw sqlalchemy_error("CompileError", "…")`. A name that is not in the table is a defect.
[[nodiscard]] python::raised sqlalchemy_error(std::string_view type, std::string message);

/// Adds sqlalchemy.exc and alembic.util.
void add_exceptions(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
