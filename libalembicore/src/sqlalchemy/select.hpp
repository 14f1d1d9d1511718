// SELECT as a value that every method copies, and the tables that statements name.
#pragma once

#include "sqlalchemy/statements.hpp"

#include <vector>

namespace alembicore::sqlalchemy {

/// The tables whose columns an expression names, in the order in which they appear; not those of subqueries.
[[nodiscard]] std::vector<schema::expression> named_tables(schema::expression const& node);

/// `left` joined with the arguments `right`, `onclause` and `isouter`.
[[nodiscard]] python::value
join_tables(python::evaluation& run, python::value const& left, python::bound_arguments const& given, bool outer);

/// A statement whose subqueries leave out of their FROM what an enclosing statement has: `enclosing`, and each
/// SELECT for those inside it. A subquery that would be left without a table keeps its own.
[[nodiscard]] schema::expression
correlate(schema::expression statement, std::vector<schema::expression> const& enclosing);

} // namespace alembicore::sqlalchemy
