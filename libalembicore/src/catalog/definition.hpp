// The parts of a schema as SQL, for making them and for telling them apart.
#pragma once

#include <alembicore/catalog.hpp>

#include <string>

namespace alembicore::catalog {

/// A name, quoted where it must be.
[[nodiscard]] std::string quoted(std::string const& name);
/// `schema.object`
[[nodiscard]] std::string quoted(catalog::name const& name);
/// Names with commas between them.
[[nodiscard]] std::string quoted(std::vector<catalog::name> const& names);

/// Both parts in quotes, whether they need them or not: for statements, and for the patterns of pg_dump.
[[nodiscard]] std::string always_quoted(catalog::name const& name);

/// Texts with `, ` between them.
[[nodiscard]] std::string joined(std::vector<std::string> const& texts);

/// What follows the column's name, without identity.
[[nodiscard]] std::string definition_of(column const& described);
/// `START WITH 1 INCREMENT BY 1 …`
[[nodiscard]] std::string series_of(sequence const& described);
/// What follows CREATE DOMAIN and its name, without checks.
[[nodiscard]] std::string definition_of(domain const& described);
/// `('a', 'b')`
[[nodiscard]] std::string labels_of(enumeration const& described);
/// `(a integer, b text)`
[[nodiscard]] std::string attributes_of(composite const& described);
/// What follows the columns of a table; of a partition, nothing of its parent.
[[nodiscard]] std::string clauses_of(table const& described);
/// ` SERVER s OPTIONS (table_name 'x')`
[[nodiscard]] std::string foreign_clauses_of(table const& described);
/// `AS PERMISSIVE FOR SELECT TO public USING (…)`
[[nodiscard]] std::string definition_of(policy const& described);
/// `WITH (…) AS SELECT …`, without a semicolon.
[[nodiscard]] std::string definition_of(view const& described);

} // namespace alembicore::catalog
