#include "lanes.hpp"
#include "listing.hpp"

#include <algorithm>
#include <unordered_set>

namespace alembicore::cli {

namespace {

using id_set = std::unordered_set<std::string>;

id_set to_set(std::vector<std::string> const& ids) {
    return {ids.begin(), ids.end()};
}

class node_maker {
public:
    node_maker(
        revision_graph const& graph, std::optional<std::vector<std::string>> const& current, terminal const& look
    )
        : graph_(graph), look_(look), asked_(current.has_value()) {
        if (!current)
            return;
        current_ = to_set(*current);
        // Rows of another project's or branch's revisions must not hide this history.
        std::vector<std::string> known;
        for (auto const& id : *current)
            if (graph.find(id) != nullptr)
                known.push_back(id);
        applied_ = to_set(graph.applied(known));
    }

    [[nodiscard]] lane_node make(revision const& shown) const {
        lane_node node;
        node.id = shown.id;
        node.ghost = shown.ghost;
        node.broken = !shown.diagnostics.empty();
        node.state = state_of(shown.id);
        for (auto const& parent : graph_.parents(shown.id))
            node.links.push_back({parent, link_style::solid});
        for (auto const& needed : graph_.dependencies(shown.id))
            node.links.push_back({needed, link_style::dotted});
        node.text = text_of(shown);
        node.message = shown.ghost ? "no file declares it" : shown.message();
        std::ranges::replace(node.message, '\n', ' ');
        return node;
    }

private:
    [[nodiscard]] revision_state state_of(std::string const& id) const {
        if (!asked_)
            return revision_state::unknown;
        if (current_.contains(id))
            return revision_state::current;
        return applied_.contains(id) ? revision_state::applied : revision_state::pending;
    }

    [[nodiscard]] std::string text_of(revision const& shown) const {
        if (shown.ghost)
            return paint(look_, style::red, shown.id);
        std::string text = paint(look_, style::bold, shown.id);
        auto const mark = [&](style wanted, std::string const& word) { text += " " + paint(look_, wanted, word); };
        for (auto const& label : shown.branch_labels)
            mark(style::magenta, "[" + label + "]");
        if (graph_.is_head(shown.id))
            mark(style::green, graph_.is_effective_head(shown.id) ? "(effective head)" : "(head)");
        if (asked_ && current_.contains(shown.id))
            mark(style::bold_cyan, "(current)");
        return text;
    }

    revision_graph const& graph_;
    terminal const& look_;
    bool asked_;
    id_set current_;
    id_set applied_;
};

} // namespace

std::vector<lane_node> lane_nodes(
    revision_graph const& graph,
    std::vector<std::string> const& order,
    std::optional<std::vector<std::string>> const& current,
    terminal const& look
) {
    node_maker const maker{graph, current, look};
    std::vector<lane_node> nodes;
    std::vector<std::string> ghosts;
    id_set seen = to_set(order);
    for (auto const& id : order) {
        nodes.push_back(maker.make(*graph.find(id)));
        for (auto const& link : nodes.back().links)
            if (auto const* found = graph.find(link.to);
                found != nullptr && found->ghost && seen.insert(link.to).second)
                ghosts.push_back(link.to);
    }
    for (auto const& id : ghosts)
        nodes.push_back(maker.make(*graph.find(id)));
    return nodes;
}

} // namespace alembicore::cli
