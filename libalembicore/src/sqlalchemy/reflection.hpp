// Tables that are read from the database: `Table(…, autoload_with=bind)` and `MetaData.reflect(bind)`.
#pragma once

#include "python/function.hpp"
#include "sqlalchemy/tables.hpp"

#include <string>

namespace alembicore::sqlalchemy {

/// A table of the database. Errors: python_exception where there is none, needs_database.
[[nodiscard]] table_pointer reflect_table(python::evaluation& run, schema::qualified_name const& name);

/// `metadata.reflect(bind=None, schema=None, views=False, …, only=None)`: puts the tables, and those that they refer
/// to, into the metadata.
[[nodiscard]] python::value make_reflect(std::shared_ptr<metadata_value> metadata);

/// `metadata.tables`
[[nodiscard]] python::value tables_of(metadata_value const& metadata);

/// `schema.table`, or the name alone: what `MetaData.tables` has it under.
[[nodiscard]] std::string key_of(schema::qualified_name const& name);

} // namespace alembicore::sqlalchemy
