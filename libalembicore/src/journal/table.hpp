// The journal's table in a database.
#pragma once

#include "journal/entry.hpp"
#include "postgres/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::journal {

/// A journal that can be written to.
struct opened_journal {
    chain_end end;
    std::string database_user; ///< who is logged in
};

/// Creates it where it is missing. Not for use in a transaction. Errors: as `execute`; statement_failed, with the
/// server's reason, where this role may not create it or not write to it, or where something else has its name.
[[nodiscard]] opened_journal open(postgres::connection& in);

/// Adds them. In a transaction, one that fails leaves it as it was. Errors: as `execute`.
void insert(postgres::connection& in, std::vector<entry> const& entries);

/// Which entries to read.
struct selection {
    std::string condition = "true";
    std::string order = "number";
    std::optional<std::size_t> most;
};

/// nullopt: there is no journal. Errors: as `execute`.
[[nodiscard]] std::optional<std::vector<entry>> read(postgres::connection& from, selection const& wanted);

} // namespace alembicore::journal
