// Tables that would be dropped because reading the models did not find them.
#pragma once

#include "generate/change.hpp"

#include <alembicore/project.hpp>

#include <vector>

namespace alembicore::generate {

/// A module of which only a part is known may declare a table that is then missing from the models. So no table is
/// dropped of whose name the project still speaks.
/// Errors: not_evaluable, with the place.
void require_no_doubt(std::vector<change> const& changes, project const& of);

} // namespace alembicore::generate
