// OpenSSL's functions, looked up when the first digest is made.
#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace alembicore::base {

struct libcrypto_functions {
    decltype(&::EVP_get_digestbyname) EVP_get_digestbyname;
    decltype(&::EVP_Digest) EVP_Digest;
    decltype(&::EVP_MD_CTX_new) EVP_MD_CTX_new;
    decltype(&::EVP_MD_CTX_free) EVP_MD_CTX_free;
    decltype(&::EVP_DigestInit_ex) EVP_DigestInit_ex;
    decltype(&::EVP_DigestUpdate) EVP_DigestUpdate;
    decltype(&::EVP_DigestFinal_ex) EVP_DigestFinal_ex;
    decltype(&::HMAC) HMAC;
};

/// Loads libcrypto at the first call, from any thread.
/// Errors: not_available when it is not installed.
[[nodiscard]] libcrypto_functions const& libcrypto();

} // namespace alembicore::base
