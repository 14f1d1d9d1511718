// SQLAlchemy's order of tables: those that keys refer to first, by name otherwise.
#pragma once

#include "generate/side.hpp"

#include <vector>

namespace alembicore::generate {

[[nodiscard]] std::vector<table> in_order_of_making(std::vector<table> of);

} // namespace alembicore::generate
