// The order of a page's rows, and where a position in it continues.
#pragma once

#include "data/statement.hpp"

namespace alembicore::data {

struct order_key {
    std::size_t column = 0; ///< of the shape
    bool descending = false;
    bool nulls_first = false;
};

using row_order = std::vector<order_key>;

/// The sort that is asked for, made unique by the table's key. Errors: bad_usage for a column that is not there.
[[nodiscard]] row_order order_of(shape const& of, std::vector<sort_key> const& sort);

/// The other way round.
[[nodiscard]] row_order reversed(row_order order);

/// ` FROM table`, for `write_order`.
void write_from(statement& to, shape const& of);

/// ` ORDER BY …`; nothing without keys. Columns are said to be the table's, since a bare name would mean what is
/// selected.
void write_order(statement& to, shape const& of, row_order const& order);

/// One stretch of the rows that come after a position. Stretches follow one another in the order; each is a condition
/// that an index can answer, which the whole of them, joined with OR, would not be.
struct stretch {
    std::size_t equal = 0; ///< so many keys are as at the position
    enum class beyond { greater, null, not_null, together } how = beyond::greater; ///< of the key behind them
};

/// The stretches after a position whose keys have these values.
[[nodiscard]] std::vector<stretch>
stretches_after(shape const& of, row_order const& order, std::vector<value> const& position);

void write_stretch(
    statement& to, shape const& of, row_order const& order, std::vector<value> const& position, stretch const& wanted
);

} // namespace alembicore::data
