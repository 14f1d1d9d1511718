#include "token_samples.hpp"

#include <cjose/cjose.h>
#include <openssl/evp.h>

#include <cstdlib>

namespace alembicore::test {

std::string encode(std::string_view text) {
    char* encoded = nullptr;
    std::size_t length = 0;
    cjose_err failed{};
    ::cjose_base64url_encode(
        reinterpret_cast<std::uint8_t const*>(text.data()), text.size(), &encoded, &length, &failed
    );
    std::string made{encoded, length};
    std::free(encoded);
    return made;
}

namespace {

std::string hmac(std::string_view key, std::string const& text) {
    std::string digest(32, '\0');
    auto* const raw = ::EVP_PKEY_new_raw_private_key(
        EVP_PKEY_HMAC, nullptr, reinterpret_cast<unsigned char const*>(key.data()), key.size()
    );
    auto* const context = ::EVP_MD_CTX_new();
    std::size_t length = digest.size();
    ::EVP_DigestSignInit(context, nullptr, ::EVP_sha256(), nullptr, raw);
    ::EVP_DigestSign(
        context,
        reinterpret_cast<unsigned char*>(digest.data()),
        &length,
        reinterpret_cast<unsigned char const*>(text.data()),
        text.size()
    );
    ::EVP_MD_CTX_free(context);
    ::EVP_PKEY_free(raw);
    return digest;
}

} // namespace

std::string by_secret(std::string_view key, std::string const& head, std::string const& body) {
    auto const text = encode(head) + '.' + encode(body);
    return text + '.' + encode(hmac(key, text));
}

} // namespace alembicore::test
