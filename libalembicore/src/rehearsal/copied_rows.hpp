// Rows of one database in the tables of another that are like its own.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/catalog.hpp>

#include <cstddef>
#include <optional>
#include <stop_token>

namespace alembicore::rehearsal {

/// `from` is in a read-only transaction, `to` in one of its own. Errors: those of statements; cancelled.
void copy_rows(
    postgres::connection& from,
    postgres::connection& to,
    catalog::table const& table,
    std::optional<std::size_t> most,
    std::stop_token const& stop
);

/// Takes out rows that refer to rows which are not there, and those that refer to them.
void delete_orphans(postgres::connection& in, catalog::snapshot const& schema, std::stop_token const& stop);

/// Sequences go on where those of the other database are.
void copy_sequence_values(
    postgres::connection& from, postgres::connection& to, catalog::snapshot const& schema, std::stop_token const& stop
);

} // namespace alembicore::rehearsal
