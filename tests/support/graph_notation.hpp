// Revision graphs as one line of text: `a -> b -> d; a -> c[label] -> d; e ~> d`.
#pragma once

#include <alembicore/plan.hpp>
#include <alembicore/revision_graph.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::test {

/// Revisions in the order in which they are first named. `x -> y`: x is a down_revision of y. `x ~> y`: y depends on x,
/// an id or a label. `x[l, m]`: x declares these labels. `?x`: x has no file.
[[nodiscard]] std::vector<revision> revisions_from(std::string_view notation);

[[nodiscard]] revision_graph graph_from(std::string_view notation);

/// Words separated by spaces.
[[nodiscard]] std::vector<std::string> words(std::string_view text);

/// `a b c`
[[nodiscard]] std::string text_of(std::vector<std::string> const& names);

/// The revisions of the steps and the rows afterwards, sorted: `b c => c`.
[[nodiscard]] std::string text_of(plan const& decided);

} // namespace alembicore::test
