// The order in which selected revisions come: Alembic's, which is one of the topological orders.
#pragma once

#include "history/selection.hpp"

#include <vector>

namespace alembicore::history {

/// The chosen revisions, descendants first. Follows a line down until it meets a revision that another line needs too,
/// and goes on with that line. Ties are decided by the order of the files.
/// Errors: bad_range when some cannot be reached from the heads within the selection.
[[nodiscard]] std::vector<node> descending_order(graph const& made, selection const& selected);

} // namespace alembicore::history
