// A table of the database with all that SQLAlchemy reflects of it, as if it were declared.
#pragma once

#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

/// What `Table(name, MetaData(), autoload_with=bind)` makes for a batch: columns of serial types are serial again, and
/// what SQLAlchemy does not reflect is missing. Errors: python_exception where there is no such table, needs_database;
/// not_evaluable for columns whose copy is not known exactly.
[[nodiscard]] table_pointer reflect_for_batch(python::evaluation& run, schema::qualified_name const& name);

} // namespace alembicore::sqlalchemy
