// How the work of statements is taken back, where that is exactly known.
#pragma once

#include "postgres/connection.hpp"
#include "sql/compiler.hpp"

#include <string>
#include <vector>

namespace alembicore::project_half_done {

/// A statement that takes something back.
struct undo_statement {
    std::string text;
    bool outside = false; ///< it cannot run in a transaction
};

struct taking_back {
    std::vector<undo_statement> statements; ///< in the order in which they are to run
    std::string obstacle;                   ///< why that is not all, or not exactly known; empty: it is
};

/// Of statements that are permanent, in the order in which they ran; `leftover` is an INVALID index, or empty. What is
/// not there any more needs nothing. Nothing is dropped that has got rows or values of others. Errors: as `execute`.
[[nodiscard]] taking_back
take_back(postgres::connection& in, std::vector<std::string> const& permanent, std::string const& leftover);

} // namespace alembicore::project_half_done
