// Two schemas as the operations that turn one into the other.
#pragma once

#include "authoring/catalog_type.hpp"
#include "operation/operation.hpp"

#include <alembicore/catalog.hpp>

#include <functional>
#include <string>
#include <vector>

namespace alembicore::authoring {

/// What a change of a schema needs.
struct schema_operations {
    std::vector<operation::any_operation> operations{};
    std::vector<std::string> unsaid{}; ///< parts whose change no operation says without losing what they hold
};

/// Whether the change of a part, by its key, is wanted; empty: of all of them.
using part_choice = std::function<bool(std::string const&)>;

/// Turns `before` into `after`. What is needed goes before what needs it; views that read a column whose type changes
/// are made again.
[[nodiscard]] schema_operations operations_between(
    catalog::snapshot const& before,
    catalog::snapshot const& after,
    revision_names const& names,
    part_choice const& chosen = {}
);

} // namespace alembicore::authoring
