// Questions about graphs and their answers as JSON, in the shape of the script that asks Alembic.
#pragma once

#include "differential/history/random_project.hpp"

#include <alembicore/revision_graph.hpp>

#include <boost/json/object.hpp>

namespace alembicore::test {

[[nodiscard]] boost::json::object describe(revision const& described);
[[nodiscard]] boost::json::object describe(question const& asked);

/// What the library knows about the graph as a whole.
[[nodiscard]] boost::json::object facts(revision_graph const& graph);

/// The library's answer: `error`, `revisions`, or `steps`.
[[nodiscard]] boost::json::object answer(revision_graph const& graph, question const& asked);

} // namespace alembicore::test
