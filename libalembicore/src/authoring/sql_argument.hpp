// SQL as an argument of SQLAlchemy.
#pragma once

#include "authoring/term.hpp"
#include "schema/expression.hpp"

#include <string>
#include <string_view>

namespace alembicore::authoring {

/// SQL as text() of SQLAlchemy takes it: a colon that it would read as a parameter has a backslash before it.
/// Errors: not_available for SQL that it cannot say.
[[nodiscard]] std::string escaped_sql(std::string_view sql);

/// A literal of which text() makes this SQL again: what looks like a bound parameter is escaped.
/// Errors: not_available for a text that cannot be written so.
[[nodiscard]] term sql_literal(std::string_view sql);

/// The expression as SQL. `sa.text("…")`
[[nodiscard]] term sql_text(std::string_view sql);

/// As a server gets it, columns without their table.
[[nodiscard]] std::string sql_of(schema::expression const& value);

} // namespace alembicore::authoring
