#include "base/digest.hpp"

#include "base/libcrypto.hpp"

#include <alembicore/error.hpp>

#include <array>

namespace alembicore::base {

namespace {

constexpr std::array<char const*, 10> openssl_names{
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha3-256",
    "sha3-512",
    "blake2b512",
    "blake2s256",
};

[[noreturn]] void refuse_digest() {
    throw error{errc::not_available, "this digest cannot be made by the installed OpenSSL"};
}

EVP_MD const* openssl_digest(hash_algorithm which) {
    auto const* const found = libcrypto().EVP_get_digestbyname(openssl_names.at(static_cast<std::size_t>(which)));
    if (found == nullptr)
        refuse_digest();
    return found;
}

} // namespace

std::string digest_of(hash_algorithm algorithm, std::string_view content) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    auto const* const chosen = openssl_digest(algorithm);
    if (libcrypto().EVP_Digest(content.data(), content.size(), digest.data(), &size, chosen, nullptr) != 1)
        refuse_digest();
    return {reinterpret_cast<char const*>(digest.data()), size};
}

std::string hmac_of(hash_algorithm algorithm, std::string_view key, std::string_view content) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    auto const* const made = libcrypto().HMAC(
        openssl_digest(algorithm),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<unsigned char const*>(content.data()),
        content.size(),
        digest.data(),
        &size
    );
    if (made == nullptr)
        refuse_digest();
    return {reinterpret_cast<char const*>(digest.data()), size};
}

namespace {

struct context_deleter {
    void operator()(EVP_MD_CTX* of) const noexcept { libcrypto().EVP_MD_CTX_free(of); }
};

} // namespace

struct running_digest::state {
    std::unique_ptr<EVP_MD_CTX, context_deleter> context{libcrypto().EVP_MD_CTX_new()};
};

running_digest::running_digest(hash_algorithm algorithm) : state_(std::make_unique<state>()) {
    if (!state_->context ||
        libcrypto().EVP_DigestInit_ex(state_->context.get(), openssl_digest(algorithm), nullptr) != 1)
        refuse_digest();
}

running_digest::running_digest(running_digest&&) noexcept = default;
running_digest& running_digest::operator=(running_digest&&) noexcept = default;
running_digest::~running_digest() = default;

void running_digest::add(std::string_view piece) {
    if (libcrypto().EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size()) != 1)
        refuse_digest();
}

std::string running_digest::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (libcrypto().EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size) != 1)
        refuse_digest();
    return {reinterpret_cast<char const*>(digest.data()), size};
}

} // namespace alembicore::base
