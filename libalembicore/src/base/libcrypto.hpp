// OpenSSL's functions, looked up when the first digest is made.
#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace alembicore::base {

struct libcrypto_functions {
    decltype(&::EVP_get_digestbyname) EVP_get_digestbyname;
    decltype(&::EVP_Digest) EVP_Digest;
    decltype(&::HMAC) HMAC;
};

/// Loads libcrypto at the first call, from any thread.
/// Errors: not_available when it is not installed.
[[nodiscard]] libcrypto_functions const& libcrypto();

} // namespace alembicore::base
