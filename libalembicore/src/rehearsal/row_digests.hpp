// What tables hold, to be compared with another database.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/catalog.hpp>

#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

/// Of each table and sequence of the schema, by name: one text for all it holds, whatever the order of rows and
/// columns.
[[nodiscard]] std::map<std::string, std::string>
row_digests(postgres::connection& in, catalog::snapshot const& schema, std::stop_token const& stop);

/// The names whose texts differ.
[[nodiscard]] std::vector<std::string>
differing(std::map<std::string, std::string> const& one, std::map<std::string, std::string> const& other);

} // namespace alembicore::rehearsal
