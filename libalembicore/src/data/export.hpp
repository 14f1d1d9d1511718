// Rows as text that is written out while they come.
#pragma once

#include "data/call.hpp"
#include "data/shape.hpp"

namespace alembicore::data {

void export_rows(
    call& in, shape const& of, export_request const& wanted, text_sink const& to, std::stop_token const& stop
);

} // namespace alembicore::data
