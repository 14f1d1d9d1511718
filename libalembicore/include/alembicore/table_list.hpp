// The tables and views of a database at a glance, for lists that are asked for often.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::catalog {

enum class listed_kind { table, partitioned_table, partition, foreign_table, view, materialized_view };

/// What the server has counted is from the last VACUUM, ANALYZE or CREATE INDEX, and an estimate by now.
struct listed_table {
    catalog::name name;
    listed_kind kind = listed_kind::table;
    std::int64_t columns = 0;
    std::optional<std::int64_t> rows; ///< nullopt = never counted, or a view
    std::optional<std::int64_t> size; ///< bytes with indexes and TOAST; nullopt = never counted, or none of its own
    std::optional<std::string> comment;
};

/// By schema and name; of the same tables and views as `read`. One query, which takes no lock on them: it answers while
/// others hold them exclusively. That is why sizes are those that the catalogue has, and not those of the files.
/// Errors: those of statements; cancelled; bad_usage while a transaction is open on the connection.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<listed_table>
list_tables(database& of, filter const& wanted = {}, std::stop_token const& stop = {});

} // namespace alembicore::catalog
