// Where a page ends, as a text that only this library can make.
#pragma once

#include <alembicore/data.hpp>

namespace alembicore::data {

/// `of` says what the cursor is for: the table, the order and the filter.
[[nodiscard]] std::string
write_cursor(std::string const& of, std::vector<value> const& position, std::string const& secret);

/// Errors: bad_usage for a text that was not written with this secret, or for something else.
[[nodiscard]] std::vector<value>
read_cursor(std::string const& cursor, std::string const& of, std::string const& secret);

/// Random bytes for a secret.
[[nodiscard]] std::string new_secret();

} // namespace alembicore::data
