#include "listing.hpp"

#include "terminal.hpp"

#include <algorithm>

namespace alembicore::cli {

namespace {

bool holds(std::vector<std::string> const& ids, std::string const& id) {
    return std::ranges::count(ids, id) != 0;
}

std::string parents_of(revision const& shown) {
    return shown.down_revisions.empty() ? "<base>" : join(shown.down_revisions);
}

std::string indent_lines(std::string_view text) {
    std::string indented;
    while (!text.empty()) {
        auto const end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        indented.append(indented.empty() ? "" : "\n").append("    ").append(line);
    }
    return indented;
}

} // namespace

std::string join(std::vector<std::string> const& words, std::string_view separator) {
    std::string joined;
    for (auto const& word : words)
        joined.append(&word == words.data() ? "" : separator).append(word);
    return joined;
}

std::string render_line(
    revision_graph const& graph, revision const& shown, line_parts parts, std::vector<std::string> const& current
) {
    if (shown.ghost)
        return "<unknown> -> " + shown.id + " (ghost), no file declares it";
    std::string line;
    if (parts.parents) {
        line = parents_of(shown);
        if (!shown.depends_on.empty())
            line += " (" + join(shown.depends_on) + ")";
        line += " -> ";
    }
    line += shown.id;
    if (auto const labels = graph.labels(shown.id); parts.labels && !labels.empty())
        line += " (" + join(labels) + ")";
    if (graph.is_head(shown.id))
        line += graph.is_effective_head(shown.id) ? " (effective head)" : " (head)";
    if (holds(current, shown.id))
        line += " (current)";
    if (parts.tree_marks && graph.is_branch_point(shown.id))
        line += " (branchpoint)";
    if (parts.tree_marks && graph.is_merge_point(shown.id))
        line += " (mergepoint)";
    if (parts.doc)
        line += ", " + shown.message();
    return line;
}

std::string render_entry(revision_graph const& graph, revision const& shown, std::vector<std::string> const& current) {
    std::string entry = "Rev: " + shown.id;
    if (shown.ghost)
        return entry + " (ghost)\nParent: <unknown>\nPath: <missing>\n\n    no file declares it\n";
    if (graph.is_head(shown.id))
        entry += " (head)";
    if (graph.is_branch_point(shown.id))
        entry += " (branchpoint)";
    if (graph.is_merge_point(shown.id))
        entry += " (mergepoint)";
    if (holds(current, shown.id))
        entry += " (current)";
    entry += graph.is_merge_point(shown.id) ? "\nMerges: " : "\nParent: ";
    entry += parents_of(shown);
    if (!shown.depends_on.empty())
        entry += "\nAlso depends on: " + join(shown.depends_on);
    if (graph.is_branch_point(shown.id))
        entry += "\nBranches into: " + join(graph.children(shown.id));
    if (auto const labels = graph.labels(shown.id); !labels.empty())
        entry += "\nBranch names: " + join(labels);
    return entry + "\nPath: " + shown.path + "\n\n" + indent_lines(shown.doc) + "\n";
}

std::string render_branch(revision_graph const& graph, revision const& shown, bool verbose) {
    std::string text = verbose ? render_entry(graph, shown) : render_line(graph, shown, {.labels = true});
    std::string const pad(character_count(shown.id), ' ');
    for (auto const& child : graph.children(shown.id))
        text += "\n" + pad + " -> " + render_line(graph, *graph.find(child), {.labels = true, .doc = verbose});
    return text + "\n";
}

} // namespace alembicore::cli
