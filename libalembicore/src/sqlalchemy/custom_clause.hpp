// Statements whose SQL evaluated code writes itself: classes of DDLElement or Executable with a function of @compiles.
#pragma once

#include "python/module.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace alembicore::sqlalchemy {

/// Where `@compiles(Name, 'postgresql')` leaves its function.
inline constexpr std::string_view compile_rule = "__compiled_by__";

/// Whether a class derives from DDLElement, ClauseElement or Executable.
[[nodiscard]] bool is_clause_class(python::type_object const& type);

/// The SQL that its function gives. nullopt: not such a statement. Errors: not_evaluable where it is not known exactly.
[[nodiscard]] std::optional<std::string> compiled_clause(python::evaluation& run, python::value const& given);

void add_custom_clauses(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
