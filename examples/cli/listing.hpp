// Revisions as Alembic prints them: these texts are parsed by people's scripts.
#pragma once

#include <alembicore/revision_graph.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::cli {

/// What one line says besides the revision's id and whether it is a head.
struct line_parts {
    bool labels = false;
    bool doc = false;
    bool parents = false;
    bool tree_marks = true; ///< (branchpoint), (mergepoint)
};

/// `a -> b (label) (head), message`, with the chosen parts. `current` are the database's rows, to be marked.
[[nodiscard]] std::string render_line(
    revision_graph const& graph, revision const& shown, line_parts parts, std::vector<std::string> const& current = {}
);

/// The entry of several lines that `show` and `-v` print. Ends in a line break.
[[nodiscard]] std::string
render_entry(revision_graph const& graph, revision const& shown, std::vector<std::string> const& current = {});

/// A branch point with its children below it. Ends in a line break.
[[nodiscard]] std::string render_branch(revision_graph const& graph, revision const& shown, bool verbose);

[[nodiscard]] std::string join(std::vector<std::string> const& words, std::string_view separator = ", ");

} // namespace alembicore::cli
