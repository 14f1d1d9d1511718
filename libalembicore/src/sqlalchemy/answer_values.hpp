// Fields of an answer as Python values: what psycopg2 makes of the server's text, set up as SQLAlchemy does.
#pragma once

#include "python/evaluation.hpp"
#include "sqlalchemy/live.hpp"
#include "sqlalchemy/types.hpp"

#include <optional>
#include <string>

namespace alembicore::sqlalchemy {

/// A field of this column; nullopt is NULL. `declared`: the type of the column in a Core statement, null where
/// it is SQL text. Errors: not_evaluable for what has no exact value here.
[[nodiscard]] python::value field_value(
    python::evaluation& run,
    answer_column const& column,
    std::optional<std::string> const& text,
    type_pointer const& declared
);

} // namespace alembicore::sqlalchemy
