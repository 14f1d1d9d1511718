// Constraints as they stand in CREATE TABLE and after ALTER TABLE … ADD.
#pragma once

#include "schema/constraint.hpp"
#include "sql/writer.hpp"

namespace alembicore::sql {

/// A key without columns: SQLAlchemy writes nothing for it.
[[nodiscard]] bool is_empty(schema::constraint const& constraint);

/// Errors: python_exception for a phrase (ON DELETE, INITIALLY, …) that SQLAlchemy does not let through.
void write(writer& out, schema::constraint const& written);
void write(writer& out, schema::check_constraint const& written);

/// ` REFERENCES t (c)` and what follows it.
void write_references(writer& out, schema::foreign_key const& key);

/// Whether `method` can be the name of an index method; the caller writes it in lower case.
[[nodiscard]] std::string checked_index_method(std::string_view method);

} // namespace alembicore::sql
