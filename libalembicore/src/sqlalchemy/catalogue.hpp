// What the inspector asks PostgreSQL: one query per question, which answers in JSON with the members that SQLAlchemy
// gives.
#pragma once

#include <string>

namespace alembicore::sqlalchemy::catalogue {

/// Of relations: $1 is a schema, NULL for what the search path finds. One row and column: a list of names.
[[nodiscard]] std::string relation_names(char const* kinds, char const* persistence);

[[nodiscard]] std::string schema_names();
[[nodiscard]] std::string schema_exists();   ///< $1
[[nodiscard]] std::string table_exists();    ///< $1, and $2 its schema
[[nodiscard]] std::string sequence_exists(); ///< $1, and $2 its schema
[[nodiscard]] std::string type_exists();     ///< $1, and $2 its schema or *
[[nodiscard]] std::string enums();           ///< $1 a schema, or * for all
[[nodiscard]] std::string default_schema();

// About a table: $1, and $2 its schema or NULL. No row: there is no such table.
[[nodiscard]] std::string columns();
[[nodiscard]] std::string primary_key();
[[nodiscard]] std::string unique_constraints();
[[nodiscard]] std::string foreign_keys();
[[nodiscard]] std::string check_constraints();
[[nodiscard]] std::string indexes();
[[nodiscard]] std::string table_comment();
[[nodiscard]] std::string view_definition();

} // namespace alembicore::sqlalchemy::catalogue
