// What a deletion brings with it, over foreign keys, before anything is deleted.
#pragma once

#include "data/call.hpp"
#include "data/shape.hpp"

namespace alembicore::data {

[[nodiscard]] impact_report
impact_of(call& in, shape const& of, std::vector<row_key> const& rows, std::stop_token const& stop);

} // namespace alembicore::data
