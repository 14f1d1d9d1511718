// Types of columns as Alembic writes them, those of models and those that reflection finds.
#pragma once

#include "generate/side.hpp"
#include "schema/column_type.hpp"

#include <alembicore/sqlalchemy_generation.hpp>

#include <string>
#include <string_view>

namespace alembicore::generate {

/// Of a model: by the class that it was made of, where that says no more than PostgreSQL is told; else by what
/// PostgreSQL is told.
[[nodiscard]] column_type
declared_type(std::string_view class_name, schema::column_type const& type, sqlalchemy_generation like);

/// Of a database: as SQLAlchemy reflects it.
[[nodiscard]] column_type reflected_type(schema::column_type const& type, sqlalchemy_generation like);

/// Whether Alembic takes the types for different. What only one of them says is no difference: `VARCHAR` is equal to
/// `VARCHAR(50)`.
[[nodiscard]] bool are_different(std::string_view in_database, std::string_view in_models);

} // namespace alembicore::generate
