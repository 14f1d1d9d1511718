// What executing a statement gives to evaluated code: CursorResult, its rows, and the other views of them.
#pragma once

#include "sqlalchemy/live.hpp"
#include "sqlalchemy/types.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

/// The types of the columns of a Core statement, in order; empty: of SQL text, where the driver alone decides.
using column_types = std::vector<type_pointer>;

/// What the fields of a row become, where a row is not its fields.
struct row_reading {
    std::shared_ptr<std::vector<std::string> const> names{};
    std::function<std::vector<python::value>(python::evaluation&, std::vector<python::value> fields)> read{};
};

/// `said`: nullopt where nobody has been asked; then whatever looks at the rows is a refusal that names `statement`.
[[nodiscard]] python::value make_result(
    std::optional<answer> said, schema::expression statement, column_types types = {}, row_reading reading = {}
);

} // namespace alembicore::sqlalchemy
