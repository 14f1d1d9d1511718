// What a revision must have besides `op` and `sa`.
#pragma once

#include <string>

namespace alembicore::authoring {

struct modules_needed {
    bool postgresql = false; ///< the dialect's module
    bool named_type = false; ///< a class for types that SQLAlchemy has no name for

    /// The lines between the imports of the template and the revision's variables; empty = none.
    [[nodiscard]] std::string lines() const;
};

} // namespace alembicore::authoring
