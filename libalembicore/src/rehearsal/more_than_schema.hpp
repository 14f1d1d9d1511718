// Statements whose effect the fingerprint of a schema does not show.
#pragma once

#include <alembicore/project.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

struct beside_schema {
    std::string revision{};
    std::string sql{};
    std::optional<source_place> place{};
};

/// Of upgrade() of these revisions, in order: rows, privileges, owners, calls of functions, blocks of code.
/// Errors: not_available for a revision that cannot be known beforehand, or where libpg_query is not installed.
[[nodiscard]] std::vector<beside_schema>
find_beside_schema(project const& of, std::vector<std::string> const& revisions);

} // namespace alembicore::rehearsal
