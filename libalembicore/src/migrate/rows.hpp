// The version table in a database: reading its rows, creating it, changing it.
#pragma once

#include "migrate/version_table.hpp"
#include "postgres/connection.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::migrate {

/// None when there is no table. In no particular order. Not for use in a transaction, which a missing table breaks.
[[nodiscard]] std::vector<std::string> read_rows(postgres::connection& from, version_table const& table);

/// Keeps every other session from writing to the table until the transaction ends; reading stays possible. Waits for
/// those that have written to it. Errors: as `execute`; version_mismatch when there is no table.
void lock_table(postgres::connection& in, version_table const& table, std::stop_token const& stop = {});

/// As `lock_table`, and the rows.
[[nodiscard]] std::vector<std::string>
lock_and_read_rows(postgres::connection& in, version_table const& table, std::stop_token const& stop = {});

/// Creates the table where it is missing. Errors: as `execute`; version_mismatch when another session creates it now.
void ensure_table(postgres::connection& in, version_table const& table);

/// Errors: as `execute`; version_mismatch when the row is not there, or there already.
void apply_change(postgres::connection& in, version_table const& table, row_change const& change);

/// Errors: version_mismatch when the table holds others than `expected`, in whatever order.
void require_rows(std::vector<std::string> found, std::vector<std::string> expected, version_table const& table);

/// `revision a1`, `revisions a1 and b2`, `base`: rows as people say them.
[[nodiscard]] std::string describe_rows(std::vector<std::string> rows);

} // namespace alembicore::migrate
