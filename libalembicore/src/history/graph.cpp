#include "history/graph.hpp"

#include "history/build.hpp"
#include "history/errors.hpp"

#include <utility>

namespace alembicore {

using history::node;

revision_graph::implementation::implementation(std::vector<revision> loaded) {
    revisions = history::without_duplicates(std::move(loaded), diagnostics);
    for (revision const& each : revisions)
        diagnostics.insert(diagnostics.end(), each.diagnostics.begin(), each.diagnostics.end());
    history::add_names(*this);
    auto declared = history::declare_links(*this);
    history::cut_cycles(*this, declared);
    history::set_links(*this, declared);
    history::propagate_labels(*this);
}

namespace {

template <typename Predicate>
std::vector<node> nodes_where(std::size_t count, Predicate const& holds) {
    std::vector<node> found;
    for (node at = 0; at < count; ++at)
        if (holds(at))
            found.push_back(at);
    return found;
}

} // namespace

std::vector<node> revision_graph::implementation::heads() const {
    return nodes_where(size(), [&](node at) { return is_head(at); });
}

std::vector<node> revision_graph::implementation::real_heads() const {
    return nodes_where(size(), [&](node at) { return is_real_head(at); });
}

std::vector<node> revision_graph::implementation::bases() const {
    return nodes_where(size(), [&](node at) { return is_base(at); });
}

node revision_graph::implementation::at(std::string_view id) const {
    if (auto const found = names.find_id(id))
        return *found;
    throw history::cannot_locate(*this, id, "no revision has this id");
}

std::vector<std::string> revision_graph::implementation::ids(std::vector<node> const& nodes) const {
    std::vector<std::string> texts;
    texts.reserve(nodes.size());
    for (node const each : nodes)
        texts.push_back(id(each));
    return texts;
}

} // namespace alembicore
