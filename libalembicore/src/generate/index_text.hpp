// What is left of the SQL of an index when Alembic compares it.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::generate {

/// Without quotes, casts, spaces, parentheses around it, and what PostgreSQL does anyway: `lower((name)::text) ASC` and
/// `lower(name)` are one.
[[nodiscard]] std::string compared_expression(std::string sql, std::string_view table);

} // namespace alembicore::generate
