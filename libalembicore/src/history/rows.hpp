// The version table's rows as revisions of the project.
#pragma once

#include "history/graph.hpp"

#include <string>
#include <vector>

namespace alembicore::history {

/// The revisions of the rows, each once, in the order given. Errors: unknown_database_revision.
[[nodiscard]] std::vector<node> revisions_of_rows(graph const& made, std::vector<std::string> const& rows);

} // namespace alembicore::history
