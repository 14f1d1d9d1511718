// `from:to`, as --sql takes it: where an offline run starts and ends.
#pragma once

#include <alembicore/revision_graph.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::cli {

struct offline_range {
    std::string from; ///< empty: from base
    std::string to;
    bool has_start = false;
};

/// Errors: bad_range.
[[nodiscard]] offline_range parse_offline_range(std::string_view text);

/// The version table's rows at the start of such a range. Errors: as `revision_graph::resolve_one`.
[[nodiscard]] std::vector<std::string> rows_at(revision_graph const& graph, std::string const& from);

} // namespace alembicore::cli
