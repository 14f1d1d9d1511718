// The keys that bearer tokens are signed with.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
struct _cjose_jwk_int;
}

namespace alembicore::server::access {

enum class token_algorithm { hs256, rs256 };

/// A key and the one algorithm it is for, so that a public key can never be taken for a secret.
struct token_key {
    token_algorithm algorithm = token_algorithm::rs256;
    std::string id; ///< empty = it has none
    std::shared_ptr<_cjose_jwk_int> key;
};

/// Errors: bad_configuration where it is shorter than 32 bytes.
[[nodiscard]] token_key key_of_secret(std::string_view secret);

/// Errors: bad_configuration where it is no public RSA key of at least 2048 bits.
[[nodiscard]] token_key key_of_pem(std::string const& text);

/// The keys of a JWKS that are for signatures by HS256 or RS256; others are left out. Errors: bad_configuration where
/// it is none, or has no such key, or one that is too short.
[[nodiscard]] std::vector<token_key> keys_of_set(std::string const& text);

} // namespace alembicore::server::access
