// Column types as reflection finds them: from the text of PostgreSQL's format_type() to a type of SQLAlchemy.
#pragma once

#include "python/evaluation.hpp"

#include <string_view>

namespace alembicore::sqlalchemy {

/// `column`: an entry of catalogue::columns(). A type that SQLAlchemy does not recognise is NullType; what is not known
/// here refuses when it is used.
[[nodiscard]] python::value reflected_type(python::evaluation& run, python::dict_table const& column);

} // namespace alembicore::sqlalchemy
