// One table of the models as Alembic sees it.
#pragma once

#include "generate/side.hpp"
#include "sqlalchemy/tables.hpp"

#include <alembicore/sqlalchemy_generation.hpp>

namespace alembicore::generate {

/// The class that a column's type was made of, and what PostgreSQL is told of it.
struct known_type {
    std::string class_name{};
    schema::column_type type{};
};

/// Of a column that has no type of its own: that of the column which its key refers to.
using type_source = std::function<std::optional<known_type>(schema::qualified_name const& table, std::string const&)>;

/// Errors: not_evaluable where something of it is not known.
[[nodiscard]] table
declare_table(sqlalchemy::table_value const& from, type_source const& types, sqlalchemy_generation like);

/// nullopt: it has no type of its own.
[[nodiscard]] std::optional<known_type> own_type(sqlalchemy::table_value const& of, std::string const& column);

} // namespace alembicore::generate
