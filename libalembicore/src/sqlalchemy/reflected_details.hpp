// From what the catalogue answers to the dicts that SQLAlchemy's inspector gives, where the two differ.
#pragma once

#include "python/function.hpp"

namespace alembicore::sqlalchemy {

[[nodiscard]] python::value
finish_columns(python::evaluation& run, python::bound_arguments const& given, python::value const& answered);
[[nodiscard]] python::value
finish_checks(python::evaluation& run, python::bound_arguments const& given, python::value const& answered);
[[nodiscard]] python::value
finish_indexes(python::evaluation& run, python::bound_arguments const& given, python::value const& answered);

} // namespace alembicore::sqlalchemy
