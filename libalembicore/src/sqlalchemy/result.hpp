// What executing a statement gives to evaluated code: CursorResult, its rows, and the other views of them.
#pragma once

#include "sqlalchemy/inserted_key.hpp"
#include "sqlalchemy/live.hpp"
#include "sqlalchemy/resolution.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

/// What is known of a result from the statement that gave it.
struct result_shape {
    sent_columns columns{}; ///< none: SQL text, where the driver alone decides
    inserted_key key = "Statement is not an insert() expression construct.";
};

/// What the fields of a row become, where a row is not its fields.
struct row_reading {
    std::shared_ptr<std::vector<std::string> const> names{};
    std::function<std::vector<python::value>(python::evaluation&, std::vector<python::value> fields)> read{};
};

/// `said`: nullopt where nobody has been asked; then whatever looks at the rows is a refusal that names `statement`.
[[nodiscard]] python::value make_result(
    std::optional<answer> said, schema::expression statement, result_shape shape = {}, row_reading reading = {}
);

} // namespace alembicore::sqlalchemy
