// `sqlalchemy.inspect(bind)`: what the catalogue of the database says, as SQLAlchemy's Inspector gives it.
#pragma once

#include "python/evaluation.hpp"
#include "python/module.hpp"

#include <optional>
#include <string_view>

namespace alembicore::sqlalchemy {

/// A new inspector, which has asked nothing yet.
[[nodiscard]] python::value make_inspector();

/// `default_schema_name`
[[nodiscard]] python::value default_schema_name(python::evaluation& run);

/// A method of the dialect that asks as the inspector does, with the connection as its first argument; nullopt: none.
[[nodiscard]] std::optional<python::value> dialect_question(std::string_view name);

/// Adds sqlalchemy.inspect and the inspector's class.
void add_inspector(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
