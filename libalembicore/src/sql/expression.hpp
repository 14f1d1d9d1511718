// SQL expressions and data statements as text.
#pragma once

#include "schema/expression.hpp"
#include "sql/writer.hpp"

namespace alembicore::sql {

/// Whether columns are written with their table. Definitions (indexes, checks) leave it out.
enum class column_names { bare, with_table };

void write(writer& out, schema::expression const& value, column_names names);

} // namespace alembicore::sql
