// Operations that bring the odd side back, tried in a scratch database.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/drift.hpp>
#include <alembicore/project.hpp>

#include <optional>
#include <stop_token>
#include <string>

namespace alembicore::rehearsal {

/// One side that is to become like another, in the parts in which it is the odd one.
struct sides_apart {
    drift::odd_side odd = drift::odd_side::database;
    catalog::snapshot const& is;
    catalog::snapshot const& wanted;
    std::vector<drift::difference> const& differences;
    std::string const& default_schema;
};

/// `scratch` has the schema `is`, and is changed. Absent: this side is nowhere the odd one.
[[nodiscard]] std::optional<drift::remedy>
find_remedy(project const& of, sides_apart const& sides, database& scratch, std::stop_token const& stop);

} // namespace alembicore::rehearsal
