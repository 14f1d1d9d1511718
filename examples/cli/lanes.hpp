// The history drawn as lanes: one row per revision, newest first, lines to its parents, dotted ones to what it depends
// on.
#pragma once

#include "terminal.hpp"

#include <alembicore/revision_graph.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::cli {

/// What the database says about a revision; `unknown` when it was not asked.
enum class revision_state { unknown, pending, applied, current };

enum class link_style { solid, dotted };

struct lane_link {
    std::string to;
    link_style style = link_style::solid;
};

/// One revision to be drawn.
struct lane_node {
    std::string id;
    std::vector<lane_link> links; ///< downwards, in the order in which lanes are given to them
    revision_state state = revision_state::unknown;
    bool ghost = false;
    bool broken = false; ///< its file has problems
    std::string text;    ///< what stands beside it
    std::string message; ///< after it, cut to the width of the terminal
};

/// The rows. `nodes` stand before everything they link to; links to other ids are not drawn.
[[nodiscard]] std::vector<std::string> draw_lanes(std::vector<lane_node> const& nodes, terminal const& look);

/// What the shapes of states mean, on one line.
[[nodiscard]] std::string lane_legend(terminal const& look);

/// The graph's nodes for these revisions, newest first, with ghosts that they name at the end. `current` are the
/// database's rows, nullopt when it was not asked.
[[nodiscard]] std::vector<lane_node> lane_nodes(
    revision_graph const& graph,
    std::vector<std::string> const& order,
    std::optional<std::vector<std::string>> const& current,
    terminal const& look
);

} // namespace alembicore::cli
