// Pages of a table by key: a page begins behind the row that the last one ended with.
#pragma once

#include "data/call.hpp"
#include "data/shape.hpp"

namespace alembicore::data {

[[nodiscard]] page read_page(
    call& in, shape const& of, page_request const& wanted, std::string const& secret, std::stop_token const& stop
);

} // namespace alembicore::data
