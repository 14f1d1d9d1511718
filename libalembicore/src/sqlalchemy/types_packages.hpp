// What the types of several packages are made of.
#pragma once

#include "schema/index.hpp"
#include "sqlalchemy/types.hpp"

#include <string>

namespace alembicore::sqlalchemy {

/// VARCHAR with the length that a parameter gives.
[[nodiscard]] type_maker sized_string(std::string parameter);

/// The same type, with values that are changed on their way.
[[nodiscard]] type_maker converting(type_maker make, value_conversion conversion);

/// `…(timezone=False)`
[[nodiscard]] std::shared_ptr<type_value>
zoned_timestamp(python::evaluation& run, python::bound_arguments const& given);

/// `…(length=1)`
[[nodiscard]] std::shared_ptr<type_value>
bit_string_type(python::evaluation& run, python::bound_arguments const& given);

/// sqlalchemy_utils, sqlalchemy_searchable.
void add_utils_types(python::module_registry& modules);

/// The index of a column of a spatial type.
[[nodiscard]] schema::index
make_spatial_index(schema::qualified_name const& table, schema::identifier const& column, spatial_index kind);

/// geoalchemy2.
void add_spatial_types(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
