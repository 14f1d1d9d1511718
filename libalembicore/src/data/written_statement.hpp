// Runs a statement that a person has written, and says where in their text it is wrong.
#pragma once

#include "postgres/connection.hpp"

#include <string>
#include <string_view>

namespace alembicore::data {

/// Where a statement comes from.
struct statement_origin {
    std::string_view whole; ///< the text it is part of
    std::string source;     ///< what that text is called
    std::size_t offset = 0; ///< of the statement in it
    std::size_t prefix = 0; ///< bytes that we have put before the statement
};

/// `sent` is the statement behind our prefix. Errors: as `connection::stream`, with their place in the whole text.
[[nodiscard]] postgres::connection::stream_end run_written(
    postgres::connection& on,
    statement_origin const& origin,
    std::string const& sent,
    postgres::connection::row_receiver const& take,
    std::stop_token const& stop
);

} // namespace alembicore::data
