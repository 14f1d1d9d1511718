// The revision graph as a Boost.Graph, for those who want to run algorithms of their own on it. Nothing else of the
// library needs Boost.Graph.
#pragma once

#include <alembicore/revision_graph.hpp>

#include <boost/graph/adjacency_list.hpp>

namespace alembicore {

/// Which attribute of a revision file makes a link.
enum class link_kind { down_revision, depends_on };

/// A link from a revision to one it needs.
struct revision_link {
    link_kind kind = link_kind::down_revision;
};

/// Vertices carry the revision, edges their kind: `graph[vertex].id`, `graph[edge].kind`.
using boost_revision_graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, revision, revision_link>;

/// A copy of the graph. Vertex numbers are positions in `graph.revisions()`; out-edges lead to parents first, then to
/// what a revision depends on, each in file order and at most once. There are no cycles: links that close one are left
/// out, as everywhere in the library (`graph.diagnostics()` names them).
[[nodiscard]] ALEMBICORE_EXPORT boost_revision_graph to_boost_graph(revision_graph const& graph);

} // namespace alembicore
