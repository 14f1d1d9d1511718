// Options of identity columns and sequences.
#pragma once

#include "python/evaluation.hpp"
#include "schema/column.hpp"

namespace alembicore::sqlalchemy {

/// Reads start, increment, minvalue, maxvalue, nominvalue, nomaxvalue, cycle, cache.
[[nodiscard]] schema::number_series read_series(python::evaluation& run, python::bound_arguments const& given);

} // namespace alembicore::sqlalchemy
