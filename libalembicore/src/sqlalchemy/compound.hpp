// UNION, INTERSECT and EXCEPT.
#pragma once

#include "sqlalchemy/select.hpp"

#include <span>

namespace alembicore::sqlalchemy {

/// The first query and the others with these words between them.
[[nodiscard]] query_pointer
unite(python::evaluation& run, query_pointer first, std::string_view words, std::span<python::value const> others);

/// As a value in evaluated code.
[[nodiscard]] python::value make_compound(query_pointer of);

/// The words of a set operation by the name of its method; empty: none.
[[nodiscard]] std::string_view set_words(std::string_view method);

} // namespace alembicore::sqlalchemy
