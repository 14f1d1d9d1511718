// Indexes and constraints of tables that are there, as the calls of `op` that make them.
#pragma once

#include "authoring/term.hpp"
#include "operation/operation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::authoring {

/// `keyword=True`, where that is said.
void add_presence(std::vector<term>& to, std::string const& keyword, operation::presence said);

[[nodiscard]] term index_directive(schema::index const& index, operation::presence if_not_exists);

/// Absent: no directive says all of it.
[[nodiscard]] std::optional<term>
constraint_directive(schema::qualified_name const& table, schema::constraint const& added);

} // namespace alembicore::authoring
