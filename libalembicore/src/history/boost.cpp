#include <alembicore/revision_graph_boost.hpp>

namespace alembicore {

namespace {

using vertex = boost::graph_traits<boost_revision_graph>::vertex_descriptor;

void link(boost_revision_graph& made, vertex from, vertex to, link_kind kind) {
    auto const [existing, is_there] = boost::edge(from, to, made);
    if (!is_there)
        boost::add_edge(from, to, revision_link{kind}, made);
}

} // namespace

boost_revision_graph to_boost_graph(revision_graph const& graph) {
    boost_revision_graph made;
    for (revision const& each : graph.revisions())
        boost::add_vertex(each, made);
    auto const first = graph.revisions().data();
    auto const vertex_of = [&](std::string const& id) { return static_cast<vertex>(graph.find(id) - first); };
    for (revision const& each : graph.revisions()) {
        if (each.id.empty())
            continue;
        for (std::string const& parent : graph.parents(each.id))
            link(made, vertex_of(each.id), vertex_of(parent), link_kind::down_revision);
        for (std::string const& needed : graph.dependencies(each.id))
            link(made, vertex_of(each.id), vertex_of(needed), link_kind::depends_on);
    }
    return made;
}

} // namespace alembicore
