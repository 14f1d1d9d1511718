// Rows made, changed and deleted: all of them or none, and never over what somebody else has written meanwhile.
#pragma once

#include "data/call.hpp"
#include "data/shape.hpp"

#include <functional>

namespace alembicore::data {

using shape_source = std::function<shape const&(catalog::name const&)>;

/// Commits when there is no conflict.
[[nodiscard]] edit_report
apply_edits(call& in, std::vector<edit> const& edits, shape_source const& shape_of, std::stop_token const& stop);

} // namespace alembicore::data
