// collections.namedtuple and typing.NamedTuple.
#pragma once

#include "python/function.hpp"

namespace alembicore::python {

/// What `class X(NamedTuple): …` derives from.
[[nodiscard]] type_pointer named_tuple_base();

/// `namedtuple(name, fields, defaults=…)`
[[nodiscard]] value make_named_tuple_type(std::string name, std::vector<signature_parameter> fields);

/// `collections.namedtuple`
[[nodiscard]] value named_tuple_function();

} // namespace alembicore::python
