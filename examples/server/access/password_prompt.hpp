// Asks a person for a password.
#pragma once

#include <string>

namespace alembicore::server::access {

/// Twice and without showing it where standard input is a terminal, else the first line of that. Errors: bad_usage
/// where both are not the same, or nothing comes.
[[nodiscard]] std::string read_password(std::string const& name);

} // namespace alembicore::server::access
