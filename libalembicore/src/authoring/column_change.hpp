// A column that is to become another.
#pragma once

#include "authoring/catalog_type.hpp"
#include "operation/operation.hpp"

#include <alembicore/catalog.hpp>

#include <vector>

namespace alembicore::authoring {

/// The same column of the same table, before and after.
struct changed_column {
    catalog::name const& table;
    catalog::column const& before;
    catalog::column const& after;
};

/// Whether its values are written anew, or read by another type: what depends on it must go first.
[[nodiscard]] bool changes_type(changed_column const& change);

/// Whether it holds rows that an operation would lose.
[[nodiscard]] bool becomes_generated(changed_column const& change);

/// Without its comment.
[[nodiscard]] std::vector<operation::any_operation>
operations_for(changed_column const& change, revision_names const& names, known_enumerations const& enumerations);

} // namespace alembicore::authoring
