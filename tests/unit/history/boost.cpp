#include <alembicore/revision_graph_boost.hpp>

#include "support/graph_notation.hpp"

#include <boost/graph/topological_sort.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(boost_graph)

BOOST_AUTO_TEST_CASE(vertices_are_revisions_and_edges_lead_to_what_they_need) {
    auto const made = to_boost_graph(graph_from("a -> b -> d; a -> c -> d; x; x ~> d; a ~> b"));
    BOOST_TEST(boost::num_vertices(made) == 5U);
    BOOST_TEST(boost::num_edges(made) == 5U);
    BOOST_TEST(made[0].id == "a");
    BOOST_TEST(boost::in_degree(0, made) == 2U);
    std::string links;
    for (auto const each : boost::make_iterator_range(boost::out_edges(2, made)))
        links += made[boost::target(each, made)].id + (made[each].kind == link_kind::depends_on ? "~ " : " ");
    BOOST_TEST(made[2].id == "d");
    BOOST_TEST(links == "b c x~ ");
}

BOOST_AUTO_TEST_CASE(algorithms_for_acyclic_graphs_take_projects_with_cycles_and_ghosts) {
    auto const made = to_boost_graph(graph_from("a -> b -> a; ?g -> c"));
    std::vector<std::size_t> order;
    boost::topological_sort(made, std::back_inserter(order));
    BOOST_TEST(order.size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
