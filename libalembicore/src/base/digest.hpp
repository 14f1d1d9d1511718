// Digests, by way of OpenSSL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace alembicore::base {

enum class hash_algorithm : std::uint8_t {
    md5,
    sha1,
    sha224,
    sha256,
    sha384,
    sha512,
    sha3_256,
    sha3_512,
    blake2b,
    blake2s
};

/// The bytes of a digest. Errors: not_available without libcrypto, or where it does not offer the algorithm.
[[nodiscard]] std::string digest_of(hash_algorithm algorithm, std::string_view content);
/// RFC 2104. Errors: as above.
[[nodiscard]] std::string hmac_of(hash_algorithm algorithm, std::string_view key, std::string_view content);

} // namespace alembicore::base
