// Table.create(), Table.drop(), MetaData.create_all(), MetaData.drop_all().
#pragma once

#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

/// A method that creates or drops this table; nothing: no such method.
[[nodiscard]] std::optional<python::value> table_ddl_method(table_pointer const& of, std::string_view name);

/// A method that creates or drops all declared tables, or some of them.
[[nodiscard]] std::optional<python::value>
metadata_ddl_method(std::shared_ptr<metadata_value> const& of, std::string_view name);

/// CreateTable(…), DropTable(…)
void add_table_elements(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
