// Operations as JSON, for people and programs that want to see what a revision does.
#pragma once

#include "operation/operation.hpp"

#include <boost/json/fwd.hpp>

namespace alembicore::operation {

/// `{"op": "create_table", …, "place": {…}}`. What is absent, empty or at its default is left out.
[[nodiscard]] boost::json::value to_json(any_operation const& shown);

} // namespace alembicore::operation
