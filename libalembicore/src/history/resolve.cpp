#include "history/resolve.hpp"

#include "history/errors.hpp"

#include <algorithm>

namespace alembicore::history {

resolver::named resolver::names_in(std::string_view identifier) const {
    auto const [label, text] = split_at_first(identifier);
    if (text == "base")
        return {.ids = {}, .label = label};
    if (text == "head" || text == "heads")
        require_certain_heads(*graph_);
    if (text == "heads")
        return {
            .ids = graph_->ids(
                label.empty() ? graph_->real_heads() : in_lineage(graph_->heads(), label, kinship::by_parents)
            ),
            .label = label};
    if (text == "head") {
        auto head = sole_head(label);
        return {.ids = head ? std::vector{*std::move(head)} : std::vector<std::string>{}, .label = label};
    }
    return {.ids = {std::string{text}}, .label = label};
}

std::optional<std::string> resolver::sole_head(std::string_view label) const {
    std::vector<node> heads = graph_->heads();
    if (!label.empty())
        heads = in_lineage(heads, label, kinship::by_parents);
    if (heads.size() > 1)
        throw multiple_heads(*graph_, label.empty() ? "head" : std::string{label} + "@head", graph_->ids(heads));
    return heads.empty() ? std::nullopt : std::optional{graph_->id(heads.front())};
}

std::optional<node> resolver::one(std::string_view identifier) const {
    named const meant = names_in(identifier);
    if (meant.ids.size() > 1)
        throw multiple_heads(*graph_, identifier, meant.ids);
    if (!meant.ids.empty())
        return find(meant.ids.front(), meant.label);
    if (!meant.label.empty())
        static_cast<void>(branch(meant.label));
    return {};
}

std::vector<landing> resolver::several(std::string_view identifier) const {
    named const meant = names_in(identifier);
    if (meant.ids.size() == 1)
        if (auto const steps = parse_below_heads(meant.ids.front()))
            return below_heads(*steps, meant.label);
    std::vector<landing> found;
    for (std::string const& id : meant.ids)
        found.push_back({.where = landing::place::revision, .at = find(id, meant.label)});
    return found;
}

std::vector<landing> resolver::several(std::vector<std::string> const& identifiers) const {
    std::vector<landing> found;
    for (std::string const& identifier : identifiers) {
        auto const meant = several(identifier);
        found.insert(found.end(), meant.begin(), meant.end());
    }
    return found;
}

std::vector<node> resolver::revisions(std::string_view identifier) const {
    return require_revisions(several(identifier), identifier);
}

std::vector<landing> resolver::below_heads(long steps, std::string_view label) const {
    std::vector<landing> found;
    for (node const head : graph_->real_heads())
        if (label.empty() || std::ranges::binary_search(graph_->labels[head], label))
            found.push_back(walk(head, steps, {}, at_the_end::fail));
    return found;
}

std::vector<node> resolver::identified(std::vector<std::string> const& names) const {
    std::vector<node> found;
    for (std::string const& name : names)
        found.push_back(find(name, {}));
    return found;
}

node resolver::branch(std::string_view label) const {
    if (auto const found = graph_->names.find(label))
        return find(label, {});
    try {
        return find(label, {});
    } catch (error const& unknown) {
        error_info info = unknown.info();
        info.reason = "No such branch: '" + std::string{label} + '\'';
        throw error{std::move(info)};
    }
}

node resolver::find(std::string_view id, std::string_view label) const {
    if (!graph_->names.find_id(id) && graph_->names.is_contested(id))
        throw label_is_contested(*graph_, id);
    std::optional<node> const line = label.empty() ? std::nullopt : std::optional{branch(label)};
    auto const exact = graph_->names.find(id);
    node const found = exact ? *exact : find_partial(id, label);
    if (line && !related({*line}, kinship::by_parents).test(found))
        throw cannot_locate(
            *graph_, id, "Revision " + graph_->id(found) + " is not a member of branch '" + std::string{label} + '\''
        );
    return found;
}

node resolver::find_partial(std::string_view prefix, std::string_view label) const {
    std::vector<name_index::named> matches;
    if (!prefix.empty())
        matches = graph_->names.starting_with(prefix);
    if (!label.empty())
        std::erase_if(matches, [&](name_index::named const& match) {
            return in_lineage({match.owner}, label, kinship::by_parents).empty();
        });
    if (matches.empty())
        throw cannot_locate(*graph_, prefix, "No such revision or branch '" + std::string{prefix} + '\'');
    if (matches.size() > 1)
        throw several_match(prefix, matches);
    return matches.front().owner;
}

std::vector<node>
resolver::in_lineage(std::vector<node> const& candidates, std::string_view relative, kinship by) const {
    named const meant = names_in(relative);
    // Nothing to decide, and nothing to complain about.
    if (candidates.empty() || (meant.ids.empty() && meant.label.empty()))
        return candidates;
    std::vector<node> relatives;
    if (!meant.label.empty())
        relatives.push_back(find(meant.label, {}));
    for (node const at : identified(meant.ids))
        relatives.push_back(at);
    node_set const kin = related(relatives, by);
    std::vector<node> kept;
    std::ranges::copy_if(candidates, std::back_inserter(kept), [&](node at) { return kin.test(at); });
    return kept;
}

node_set resolver::related(std::vector<node> const& to, kinship by) const {
    if (by == kinship::by_parents)
        return reachable(graph_->parents, to) | reachable(graph_->children, to);
    return reachable(graph_->down, to) | reachable(graph_->all_children, to);
}

std::vector<node> require_revisions(std::vector<landing> const& landings, std::string_view identifier) {
    std::vector<node> found;
    for (landing const& each : landings) {
        if (each.where != landing::place::revision)
            throw error{
                errc::bad_target,
                '\'' + std::string{identifier} + "' leads past the end of the history",
                "count fewer steps, or name the revision"};
        found.push_back(each.at);
    }
    return found;
}

} // namespace alembicore::history
