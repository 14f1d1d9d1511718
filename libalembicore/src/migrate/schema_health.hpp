// What a run may leave behind although no statement failed: indexes that are not valid, constraints that are not
// checked.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/error.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::migrate {

/// Names as SQL writes them.
struct schema_health {
    std::set<std::string> invalid_indexes;
    std::set<std::string> unchecked_constraints; ///< NOT VALID, with their tables
};

/// Whether a statement can leave such a thing behind: what says so itself, and what calls code that may say so. Others
/// need no look at the schema, which costs a new session its first reading of the catalogue.
[[nodiscard]] bool can_leave_unfinished(std::string_view statement);

/// Errors: as `execute`.
[[nodiscard]] schema_health read_schema_health(postgres::connection& from);

/// What is worse than before.
[[nodiscard]] std::vector<diagnostic> findings_between(schema_health const& before, schema_health const& after);

/// A downgrade that does not lead back to where the upgrade began.
[[nodiscard]] diagnostic not_the_schema_before(std::vector<std::string> const& rows);

} // namespace alembicore::migrate
