// The tables of models as Alembic sees them.
#pragma once

#include "generate/side.hpp"
#include "model/declared.hpp"

#include <alembicore/sqlalchemy_generation.hpp>

#include <vector>

namespace alembicore::generate {

/// Those of all metadata, each in an order in which the tables could be made.
/// Errors: not_evaluable where anything of a table or a model is not known.
[[nodiscard]] std::vector<table>
declare(model::declarations const& from, model::metadata_list const& metadata, sqlalchemy_generation like);

} // namespace alembicore::generate
