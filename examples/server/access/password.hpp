// Passwords as argon2id hashes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alembicore::server::access {

/// What a try costs an attacker, and a login us.
struct hash_cost {
    unsigned long long passes = 2;
    std::size_t memory = 19ULL * 1024 * 1024; ///< bytes, while it is computed
};

/// As argon2 writes it, with its salt and cost: `$argon2id$v=19$m=…`. Errors: internal where there is no memory.
[[nodiscard]] std::string hash_password(std::string_view password, hash_cost const& cost = {});

/// Takes as long for a wrong password as for the right one.
[[nodiscard]] bool fits(std::string_view password, std::string const& hash) noexcept;

/// A hash that no password fits, so that unknown users take as long as known ones.
[[nodiscard]] std::string const& hash_of_nobody();

} // namespace alembicore::server::access
