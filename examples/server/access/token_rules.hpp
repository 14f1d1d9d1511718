// Which bearer tokens are believed.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace alembicore::server::access {

/// JSON Web Tokens (RFC 7519), signed by HS256 or RS256. Which of them a key is for is said by the key alone.
struct token_rules {
    std::filesystem::path secret{};     ///< file with the secret of HS256, at least 32 bytes
    std::filesystem::path public_key{}; ///< PEM file with the RSA key of RS256
    std::filesystem::path key_set{};    ///< JWKS file with keys of both kinds
    std::string issuer{};               ///< `iss` is this
    std::string audience{};             ///< `aud` is this, or has it among others
    std::string user_claim = "sub";
    std::string role_claim = "role"; ///< a role or a list with one; dots lead into objects: `realm_access.roles`
    std::chrono::seconds leeway{30}; ///< that clocks may differ

    [[nodiscard]] bool any_key() const noexcept { return !secret.empty() || !public_key.empty() || !key_set.empty(); }
};

} // namespace alembicore::server::access
