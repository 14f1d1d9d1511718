// Digests, as hashlib gives them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace alembicore::python {

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

[[nodiscard]] std::string digest_of(hash_algorithm algorithm, std::string_view content);
/// RFC 2104.
[[nodiscard]] std::string hmac_of(hash_algorithm algorithm, std::string_view key, std::string_view content);

} // namespace alembicore::python
