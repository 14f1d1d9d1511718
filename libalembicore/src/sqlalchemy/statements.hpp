// Data statements of SQLAlchemy Core in evaluated code: insert, update, delete, select.
#pragma once

#include "sqlalchemy/tables.hpp"

#include <optional>

namespace alembicore::sqlalchemy {

/// The statement as a tree; nullopt: not a data statement.
[[nodiscard]] std::optional<schema::expression> statement_node(python::evaluation& run, python::value const& given);

/// A SELECT in parentheses; nullopt: not a SELECT.
[[nodiscard]] std::optional<schema::expression> subquery_node(python::value const& given);

/// INSERT of one row given as a dict; columns in the order of the table.
[[nodiscard]] schema::expression
insert_row(python::evaluation& run, table_value const& table, python::dict_table const& row);

[[nodiscard]] python::value make_insert(table_pointer table);
[[nodiscard]] python::value make_update(table_pointer table);
[[nodiscard]] python::value make_delete(table_pointer table);

void add_statements(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
