// Data statements of SQLAlchemy Core in evaluated code: insert, update, delete, select.
#pragma once

#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

class from_value;
enum class dml_kind;

/// INSERT of one row given as a dict; columns in the order of the table.
[[nodiscard]] schema::expression
insert_row(python::evaluation& run, std::shared_ptr<from_value> const& table, python::dict_table const& row);

[[nodiscard]] python::value make_dml(dml_kind kind, std::shared_ptr<from_value> table);

void add_dml(python::module_registry& modules);
void add_statements(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
