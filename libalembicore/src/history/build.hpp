// The stages in which a graph is made of revisions.
#pragma once

#include "history/graph.hpp"

#include <vector>

namespace alembicore::history {

/// Keeps the last of the revisions that declare the same id, in the place of the first.
[[nodiscard]] std::vector<revision> without_duplicates(std::vector<revision> loaded, std::vector<diagnostic>& findings);

/// Indexes ids and branch labels, and marks broken revisions.
void add_names(graph& made);

/// Links as the files declare them; unknown parents become ghosts.
struct declared_links {
    std::vector<link> parents;
    std::vector<link> dependencies;
};

[[nodiscard]] declared_links declare_links(graph& made);

/// Marks revisions that are their own ancestors, and removes the links that close the cycle.
void cut_cycles(graph& made, declared_links& declared);

/// Parents, then those dependencies that no ancestor by down_revision has too.
[[nodiscard]] links normalised(graph const& made);

/// Fills in all links and levels. `declared` is acyclic.
void set_links(graph& made, declared_links const& declared);

/// Gives every revision the labels that apply to it.
void propagate_labels(graph& made);

} // namespace alembicore::history
