// What is known of a default's value before it is computed.
#pragma once

#include "lint/node.hpp"

namespace alembicore::lint {

enum class volatility {
    null,     ///< NULL, as without any default
    steady,   ///< the same for all rows of a statement
    changing, ///< another for each row
    unknown,  ///< it calls a function that is not PostgreSQL's own
};

[[nodiscard]] volatility volatility_of(node const& expression);

} // namespace alembicore::lint
