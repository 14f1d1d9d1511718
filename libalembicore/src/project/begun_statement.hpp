// What a statement that was stopped outside a transaction has left behind.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/half_done.hpp>

#include <string>

namespace alembicore::project_half_done {

struct traces {
    fate became = fate::unknown;
    std::string leftover; ///< an INVALID index, as SQL names it
};

/// Looks for what CREATE INDEX and ALTER TYPE … ADD VALUE make; nothing is known of others. Errors: as `execute`.
[[nodiscard]] traces traces_of(postgres::connection& in, std::string const& statement);

} // namespace alembicore::project_half_done
