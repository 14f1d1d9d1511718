// Expressions of indexes and checks as reflection sees them.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/catalog.hpp>

#include <stop_token>

namespace alembicore::generate {

/// Puts the text that SQLAlchemy reads in place of the one that names everything in full: without parentheses that
/// nobody needs, and without schemas that are meant anyway. Alembic compares by it.
/// Errors: those of statements; cancelled.
void take_short_expressions(catalog::snapshot& of, postgres::connection& from, std::stop_token const& stop);

} // namespace alembicore::generate
