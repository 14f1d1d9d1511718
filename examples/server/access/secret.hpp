// Texts that nobody can guess.
#pragma once

#include <string>

namespace alembicore::server::access {

/// 244 random bits from the system, in hexadecimal with hyphens.
[[nodiscard]] std::string make_secret();

} // namespace alembicore::server::access
