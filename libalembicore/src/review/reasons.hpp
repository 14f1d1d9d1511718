// What of a report makes it worth asking somebody.
#pragma once

#include <alembicore/review.hpp>

#include <string>
#include <vector>

namespace alembicore::review {

/// A sentence each: what is destroyed, what lint calls an error, and a way back that a rehearsal did not prove.
[[nodiscard]] std::vector<std::string> reasons_in(report const& seen);

/// Also a sentence each.
[[nodiscard]] std::vector<std::string> unjudged_in(lint::report const& found);

} // namespace alembicore::review
