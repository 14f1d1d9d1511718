// When names are quoted, and how long they may be.
#pragma once

#include "schema/identifier.hpp"

#include <string>
#include <string_view>

namespace alembicore::sql {

/// A name as SQLAlchemy writes it for PostgreSQL: in double quotes when it is a reserved word, has upper case letters
/// or other characters than letters, digits, `_` and `$`, or starts with a digit or `$`.
[[nodiscard]] std::string quote(schema::identifier const& name);

[[nodiscard]] std::string quote(schema::qualified_name const& name);

/// As Alembic writes the table of an ALTER statement: a schema with dots is quoted part by part.
[[nodiscard]] std::string quote_dotted(schema::qualified_name const& name);

/// The name of a constraint or index: a generated one longer than 63 characters is shortened.
/// Errors: python_exception for a written one that is too long.
[[nodiscard]] std::string quote(schema::object_name const& name);

/// A string literal. PostgreSQL's own rule with `standard_conforming_strings`: only the quote is special.
[[nodiscard]] std::string quote_literal(std::string_view text);

} // namespace alembicore::sql
