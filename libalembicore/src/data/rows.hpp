// How rows are asked for, and how they come back as cells.
#pragma once

#include "data/order.hpp"

namespace alembicore::data {

/// The columns as a list of expressions: values, of long ones the beginning and the length, then the row's version.
void write_cells(statement& to, shape const& of, std::size_t clip);

/// How many fields that list has.
[[nodiscard]] std::size_t cell_fields(shape const& of, std::size_t clip);

/// A row of an answer that begins with that list.
[[nodiscard]] row row_in(postgres::result const& answer, std::size_t number, shape const& of, std::size_t clip);

} // namespace alembicore::data
