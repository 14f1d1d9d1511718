// Types as text, and the statements that create and drop types.
#pragma once

#include "schema/column_type.hpp"
#include "sql/writer.hpp"

namespace alembicore::sql {

/// Errors: python_exception for a type without a name where it needs one, or no type at all.
void write(writer& out, schema::column_type const& type);

void write_create(writer& out, schema::enumeration const& created);
void write_create(writer& out, schema::domain const& created);

} // namespace alembicore::sql
