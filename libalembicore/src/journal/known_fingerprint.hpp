// What the journal knows about the schema at a place of the history.
#pragma once

#include "postgres/connection.hpp"

#include <string>
#include <vector>

namespace alembicore::journal {

/// The fingerprint that was taken before the last upgrade from these rows; empty where none is known. Errors: as
/// `execute`; journal_altered.
[[nodiscard]] std::string fingerprint_before_upgrade_from(postgres::connection& in, std::vector<std::string> rows);

} // namespace alembicore::journal
