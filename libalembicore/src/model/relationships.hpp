// relationship(…) of classes as public values.
#pragma once

#include "model/classes.hpp"

#include <vector>

namespace alembicore::model {

/// Fills in the relationships of the models, which are those of `classes` in the same order; what cannot be known of
/// one becomes an unknown part of its model.
void add_relationships(
    python::evaluation& run,
    class_list const& classes,
    std::vector<models::table> const& tables,
    std::vector<models::model>& models
);

} // namespace alembicore::model
