// Declared tables as public values.
#pragma once

#include "sqlalchemy/tables.hpp"

#include <alembicore/models.hpp>

namespace alembicore::model {

[[nodiscard]] models::table_name name_of(schema::qualified_name const& of);

/// Without the classes that are mapped to it.
[[nodiscard]] models::table describe_table(python::evaluation& run, sqlalchemy::table_value const& of);

/// A column without a type of its own has that of the column which its foreign key refers to.
void take_types_of_referred(std::vector<models::table>& tables);

} // namespace alembicore::model
