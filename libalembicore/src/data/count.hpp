// How many rows there are.
#pragma once

#include "data/call.hpp"
#include "data/shape.hpp"

namespace alembicore::data {

[[nodiscard]] std::int64_t estimate_rows(call& in, shape const& of, filter const& where);
[[nodiscard]] std::int64_t count_rows(call& in, shape const& of, filter const& where, std::stop_token const& stop);

} // namespace alembicore::data
