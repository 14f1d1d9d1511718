// Plans written by hand, with plain SQL in place of revision files.
#pragma once

#include "migrate/walk.hpp"

#include <alembicore/plan.hpp>

#include <map>
#include <string>
#include <vector>

namespace alembicore::test {

/// SQL of each revision. `<` stands for the beginning of an autocommit block and `>` for its end.
using revision_sql = std::map<std::string, std::vector<std::string>>;

/// A line of revisions: `linear_plan({}, {"a", "b"})` upgrades from base over a to b.
[[nodiscard]] plan linear_plan(std::vector<std::string> from, std::vector<std::string> const& revisions);

/// The way back: `linear_downgrade({"b", "a"}, {})` downgrades from b over a to base.
[[nodiscard]] plan linear_downgrade(std::vector<std::string> const& revisions, std::vector<std::string> const& to);

/// Gives a step the statements of its revision.
[[nodiscard]] migrate::step_source source_of(revision_sql statements);

} // namespace alembicore::test
