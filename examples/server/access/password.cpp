#include "access/password.hpp"

#include "access/secret.hpp"

#include <alembicore/error.hpp>

#include <sodium/core.h>
#include <sodium/crypto_pwhash.h>

#include <array>

namespace alembicore::server::access {

namespace {

void start_sodium() {
    static int const started = ::sodium_init();
    if (started < 0)
        throw error{
            errc::internal, "libsodium cannot start", "this is a defect of the machine: it gives no random bytes"};
}

} // namespace

std::string hash_password(std::string_view password, hash_cost const& cost) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (::crypto_pwhash_str_alg(
            hash.data(), password.data(), password.size(), cost.passes, cost.memory, crypto_pwhash_ALG_ARGON2ID13
        ) != 0)
        throw error{errc::internal, "there is no memory to hash a password in", "free some memory"};
    return hash.data();
}

bool fits(std::string_view password, std::string const& hash) noexcept {
    return ::crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string const& hash_of_nobody() {
    static std::string const hash = hash_password(make_secret());
    return hash;
}

} // namespace alembicore::server::access
