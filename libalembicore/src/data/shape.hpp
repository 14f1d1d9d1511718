// What a table is made of, as far as its rows are concerned.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/data.hpp>

namespace alembicore::data {

struct shape_column {
    shown_column shown;
    std::string cast; ///< its type without a length: values are cast to it, since a cast to a length would cut them
    bool computed = false;    ///< a generated column
    bool long_values = false; ///< of no fixed length: worth clipping
    bool unequal = false;     ///< of a type without an equality that tells values apart: json, xml, geometric ones
    bool text = false;        ///< of a string type
    bool document = false;    ///< jsonb
};

struct shape {
    catalog::name name;
    std::vector<shape_column> columns;
    std::vector<std::size_t> key; ///< columns that make rows unique and are never NULL; empty = none
    bool versioned = false;       ///< rows have an xmin

    /// Errors: bad_usage for a column that is not there.
    [[nodiscard]] shape_column const& column(std::string_view name) const;
};

/// Errors: bad_usage when there is no such table or view.
[[nodiscard]] shape read_shape(postgres::connection& on, catalog::name const& table);

} // namespace alembicore::data
