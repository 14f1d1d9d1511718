// Values that Python fills in where a statement leaves a column out: default= and onupdate=.
#pragma once

#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

/// What a default gives this time. SQLAlchemy calls what can be called, with its context or with nothing.
/// Errors: not_evaluable for a function that takes the context.
[[nodiscard]] python::value client_value(python::evaluation& run, python::value const& given);

/// Adds what onupdate= gives to an UPDATE that leaves these columns out.
void fill_updates(python::evaluation& run, table_value const& table, dml_state& to);

} // namespace alembicore::sqlalchemy
