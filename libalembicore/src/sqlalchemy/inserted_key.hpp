// The primary key of the row that an INSERT adds.
#pragma once

#include "python/value.hpp"
#include "sqlalchemy/types.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alembicore::sqlalchemy {

struct inserted_key_column {
    std::string name;
    std::size_t position = 0; ///< in the key
    type_pointer type{};
    bool returned = false; ///< by the server, since the statement asks for it
    std::optional<python::value> given{};
};

/// Columns in the order of the table, or why SQLAlchemy raises for `inserted_primary_key`.
using inserted_key = std::variant<std::vector<inserted_key_column>, std::string>;

} // namespace alembicore::sqlalchemy
