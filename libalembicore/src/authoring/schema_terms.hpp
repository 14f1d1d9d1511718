// Columns, constraints and names as Python writes them.
#pragma once

#include "authoring/modules_needed.hpp"
#include "authoring/term.hpp"
#include "schema/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::authoring {

[[nodiscard]] term name_term(schema::identifier const& name);
[[nodiscard]] term name_term(schema::object_name const& name);

/// `None` for a constraint without a name.
[[nodiscard]] term name_term(std::optional<schema::object_name> const& name);

[[nodiscard]] term names_term(std::vector<schema::identifier> const& names);

/// `keyword=name`, where there is a schema.
void add_schema(std::vector<term>& to, schema::qualified_name const& of, std::string const& keyword = "schema");

/// `server_default=` and the like: a string stays one, everything else is SQL.
[[nodiscard]] term value_term(schema::expression const& value);

/// Of which table a column is, as far as it decides how it is written.
struct column_surroundings {
    std::vector<schema::identifier> key{}; ///< the primary key's columns
};

[[nodiscard]] term column_term(schema::column const& column, column_surroundings const& around, modules_needed& needed);

[[nodiscard]] term identity_term(schema::identity const& identity);

/// The options that identity columns and sequences share.
void add_series(std::vector<term>& to, schema::number_series const& series);

/// As an item of `op.create_table`.
[[nodiscard]] term constraint_term(schema::constraint const& constraint);

/// `deferrable=…, initially=…`
void add_check_time(std::vector<term>& to, schema::check_time const& checked);

/// What follows the columns of a foreign key, of a unique one and of an exclusion.
void add_options(std::vector<term>& to, schema::foreign_key const& key);
void add_options(std::vector<term>& to, schema::unique_constraint const& unique);
void add_options(std::vector<term>& to, schema::exclude_constraint const& exclude);

/// `(sa.column("room"), "=")`, each; the operator classes of columns are among the options.
[[nodiscard]] std::vector<term> element_terms(schema::exclude_constraint const& exclude);

} // namespace alembicore::authoring
