// What Alembic sees changed about an identity column.
#pragma once

#include "schema/column.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::generate {

/// The names of the attributes in which they differ, sorted. As for Alembic, what the models leave out is as the server
/// has it. nullopt: there is no identity on that side.
[[nodiscard]] std::vector<std::string> differing_attributes(
    std::optional<schema::identity> const& in_models, std::optional<schema::identity> const& in_database
);

} // namespace alembicore::generate
