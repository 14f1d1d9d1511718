// What an `execute(statement, parameters)` of evaluated code runs.
#pragma once

#include "python/evaluation.hpp"
#include "schema/expression.hpp"
#include "sqlalchemy/inserted_key.hpp"
#include "sqlalchemy/resolution.hpp"

#include <optional>
#include <vector>

namespace alembicore::sqlalchemy {

/// SQL text, a query or a data statement, once for each set of parameters (a dict, or a list of dicts; None: once).
/// nullopt: not a statement. Errors: python_exception where SQLAlchemy raises; not_evaluable for a bind without a
/// value.
[[nodiscard]] std::optional<std::vector<schema::expression>>
executed_statements(python::evaluation& run, python::value const& statement, python::value const& parameters);

/// The key of the row that the statement adds.
[[nodiscard]] inserted_key
key_of_insert(python::evaluation& run, python::value const& statement, python::value const& parameters);

/// The columns that a statement of Core gives; none: SQL text.
[[nodiscard]] sent_columns sent_by(python::value const& statement);

} // namespace alembicore::sqlalchemy
