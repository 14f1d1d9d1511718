// The public face of the graph: ids in, ids out.
#include "history/errors.hpp"
#include "history/graph.hpp"
#include "history/history_range.hpp"
#include "history/resolve.hpp"
#include "history/rows.hpp"
#include "history/selection.hpp"

#include <alembicore/revision_graph.hpp>

namespace alembicore {

using namespace history;

std::string revision::message() const {
    return doc.substr(0, doc.find("\n\n"));
}

revision_range parse_range(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        throw error{
            errc::bad_range,
            "History range requires [start]:[end], [start]:, or :[end]",
            "'" + std::string{text} + "' needs exactly one colon"};
    return {.lower = std::string{text.substr(0, colon)}, .upper = std::string{text.substr(colon + 1)}};
}

revision_graph::revision_graph(std::vector<revision> revisions)
    : implementation_(std::make_shared<implementation const>(std::move(revisions))) {}

revision_graph::revision_graph() : revision_graph(std::vector<revision>{}) {}

std::vector<revision> const& revision_graph::revisions() const noexcept {
    return implementation_->revisions;
}

std::vector<diagnostic> const& revision_graph::diagnostics() const noexcept {
    return implementation_->diagnostics;
}

revision const* revision_graph::find(std::string_view id) const noexcept {
    auto const found = implementation_->names.find_id(id);
    return found ? &implementation_->revisions[*found] : nullptr;
}

std::vector<std::string> revision_graph::heads() const {
    return implementation_->ids(implementation_->heads());
}

std::vector<std::string> revision_graph::real_heads() const {
    return implementation_->ids(implementation_->real_heads());
}

std::vector<std::string> revision_graph::bases() const {
    return implementation_->ids(implementation_->bases());
}

std::vector<std::string> revision_graph::parents(std::string_view id) const {
    auto const parents = implementation_->parents[implementation_->at(id)];
    return implementation_->ids({parents.begin(), parents.end()});
}

std::vector<std::string> revision_graph::children(std::string_view id) const {
    auto const children = implementation_->children[implementation_->at(id)];
    return implementation_->ids({children.begin(), children.end()});
}

std::vector<std::string> revision_graph::labels(std::string_view id) const {
    return implementation_->labels[implementation_->at(id)];
}

bool revision_graph::is_branch_point(std::string_view id) const {
    return implementation_->children[implementation_->at(id)].size() > 1;
}

bool revision_graph::is_merge_point(std::string_view id) const {
    return implementation_->is_merge_point(implementation_->at(id));
}

bool revision_graph::is_head(std::string_view id) const {
    return implementation_->is_head(implementation_->at(id));
}

bool revision_graph::is_effective_head(std::string_view id) const {
    node const at = implementation_->at(id);
    return implementation_->is_head(at) && !implementation_->is_real_head(at);
}

std::vector<std::string> revision_graph::dependencies(std::string_view id) const {
    auto const needed = implementation_->dependencies[implementation_->at(id)];
    return implementation_->ids({needed.begin(), needed.end()});
}

std::vector<std::string> revision_graph::resolve(std::string_view identifier) const {
    return implementation_->ids(resolver{*implementation_}.revisions(identifier));
}

std::optional<std::string> revision_graph::resolve_one(std::string_view identifier) const {
    auto const found = resolver{*implementation_}.one(identifier);
    return found ? std::optional{implementation_->id(*found)} : std::nullopt;
}

std::vector<std::string>
revision_graph::history(revision_range const& range, std::vector<std::string> const& current) const {
    return implementation_->ids(list_history(*implementation_, range, current));
}

std::vector<std::string> revision_graph::applied(std::vector<std::string> const& current) const {
    std::vector<node> const rows = revisions_of_rows(*implementation_, current);
    return implementation_->ids(members(reachable(implementation_->down, rows)));
}

std::vector<std::string> revision_graph::current_tips(std::vector<std::string> const& current) const {
    return implementation_->ids(tips_of(*implementation_, revisions_of_rows(*implementation_, current)));
}

} // namespace alembicore
