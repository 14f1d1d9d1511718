// Columns, constraints and indexes of a database as values of `schema`, where these say exactly the same.
#pragma once

#include "authoring/catalog_type.hpp"
#include "schema/table.hpp"

#include <alembicore/catalog.hpp>

#include <optional>

namespace alembicore::authoring {

[[nodiscard]] bool is_partition(catalog::table const& each);

/// The keys of partitioned tables are put together from those of their partitions.
[[nodiscard]] bool is_in_partitioning(catalog::table const& each);

/// Absent: only the server's own text says it.
[[nodiscard]] std::optional<schema::constraint>
constraint_of(catalog::constraint const& from, revision_names const& names);

/// Absent: likewise.
[[nodiscard]] std::optional<schema::index>
index_of(catalog::table const& table, catalog::index const& from, revision_names const& names);

/// The name of the sequence that PostgreSQL makes for a serial or identity column; empty: it would be shortened.
[[nodiscard]] std::string implied_sequence(catalog::name const& table, std::string const& column);

/// Whether it counts as the sequence of a serial or identity column does.
[[nodiscard]] bool counts_plainly(catalog::sequence const& each);

/// What of it is not as usual.
[[nodiscard]] schema::number_series numbers_of(catalog::sequence const& each);

} // namespace alembicore::authoring
