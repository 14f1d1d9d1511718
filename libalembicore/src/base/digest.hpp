// Digests, by way of OpenSSL.
#pragma once

#include <cstdint>
#include <memory>
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

/// The digest of something that comes piece by piece.
class running_digest {
public:
    /// Errors: as above.
    explicit running_digest(hash_algorithm algorithm);
    running_digest(running_digest&&) noexcept;
    running_digest& operator=(running_digest&&) noexcept;
    ~running_digest();

    void add(std::string_view piece);

    /// The bytes. Called once.
    [[nodiscard]] std::string finish();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace alembicore::base
