// The sequences that number the columns of a table, after rows have come with numbers of their own.
#pragma once

#include "data/shape.hpp"

#include <alembicore/import.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::data {

/// Those that would give a number again which one of these columns has now. What the user may not read is left out.
[[nodiscard]] std::vector<sequence_behind> sequences_behind(
    postgres::connection& on, shape const& of, std::vector<std::string> const& columns, std::stop_token const& stop
);

/// Moves each past the numbers that are in use, for every session at once: no rollback undoes it.
/// Errors: statement_failed where the user may not.
void advance(postgres::connection& on, std::vector<sequence_behind>& sequences, std::stop_token const& stop);

} // namespace alembicore::data
