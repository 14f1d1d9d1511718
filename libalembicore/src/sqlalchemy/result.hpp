// What executing a statement gives to evaluated code: CursorResult, its rows, and the other views of them.
#pragma once

#include "sqlalchemy/live.hpp"
#include "sqlalchemy/types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

/// The types of the columns of a Core statement, in order; empty: of SQL text, where the driver alone decides.
using column_types = std::vector<type_pointer>;

/// `said`: nullopt where nobody has been asked; then whatever looks at the rows is a refusal that names `statement`.
[[nodiscard]] python::value
make_result(std::optional<answer> said, schema::expression statement, column_types types = {});


} // namespace alembicore::sqlalchemy
