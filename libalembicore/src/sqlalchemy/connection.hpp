// The connection that `op.get_bind()` gives, and executing statements on it.
#pragma once

#include "python/function.hpp"
#include "sqlalchemy/result.hpp"

#include <string_view>

namespace alembicore::sqlalchemy {

[[nodiscard]] python::value make_connection();

[[nodiscard]] bool is_connection(python::value const& given) noexcept;

/// Errors: not_evaluable where the argument is not the connection that op.get_bind() gives.
void require_bind(python::bound_arguments const& given, std::string_view parameter);

/// Executes text, a data statement or an element, and gives the result. `parameters`: values of binds, None, or a list
/// of them, for each of which it is executed once.
python::value
execute_statement(python::evaluation& run, python::value const& statement, python::value const& parameters);

} // namespace alembicore::sqlalchemy
