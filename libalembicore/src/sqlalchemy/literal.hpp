// How values of evaluated code are written: into a script as SQLAlchemy's literals, to a server as psycopg2 sends them.
#pragma once

#include "sqlalchemy/expression.hpp"

namespace alembicore::sqlalchemy {

/// What psycopg2 makes of a value that no type has touched.
[[nodiscard]] schema::expression server_literal(python::evaluation& run, python::value const& given);

/// The same value for each reader; one node where they agree.
[[nodiscard]] schema::expression
by_reader(schema::expression script, schema::expression server, schema::expression legacy_script);

/// A value that SQLAlchemy cannot write into a script.
[[nodiscard]] schema::expression
no_literal(python::evaluation& run, python::value const& given, std::string_view type_name);

/// The type that SQLAlchemy gives a value of no declared type; null: NullType.
[[nodiscard]] type_pointer type_for(python::value const& given);

/// A literal of a declared kind, without regard to conversions of the type.
[[nodiscard]] schema::expression
typed_literal(python::evaluation& run, python::value const& given, type_value const& type);

} // namespace alembicore::sqlalchemy
