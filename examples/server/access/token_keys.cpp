#include "access/token_keys.hpp"

#include "access/base64url.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cjose/cjose.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <optional>

namespace alembicore::server::access {

namespace {

constexpr std::size_t shortest_secret = 32; // bytes: as long as the hash. Source: RFC 7518, 3.2
constexpr std::size_t shortest_rsa = 2048;  // bits. Source: RFC 7518, 3.3

error bad_key(std::string message, std::string remedy) {
    return error{errc::bad_configuration, std::move(message), std::move(remedy)};
}

std::shared_ptr<cjose_jwk_t> owned(cjose_jwk_t* key) {
    return {key, [](cjose_jwk_t* released) {
                if (released != nullptr)
                    ::cjose_jwk_release(released);
            }};
}

void require_length(token_key const& key) {
    cjose_err ignored{};
    auto const bits = ::cjose_jwk_get_keysize(key.key.get(), &ignored);
    if (key.algorithm == token_algorithm::hs256 && bits < shortest_secret * 8)
        throw bad_key("the secret of the tokens is shorter than 32 bytes", "make one: openssl rand -base64 48");
    if (key.algorithm == token_algorithm::rs256 && bits < shortest_rsa)
        throw bad_key("an RSA key of the tokens is shorter than 2048 bits", "use a longer one");
}

template <typename T, void (*Free)(T*)>
struct freed_by {
    void operator()(T* what) const noexcept { Free(what); }
};

using owned_key = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY, ::EVP_PKEY_free>>;
using owned_number = std::unique_ptr<BIGNUM, freed_by<BIGNUM, ::BN_free>>;

owned_key read_pem(std::string const& text) {
    struct bio_free {
        void operator()(BIO* what) const noexcept { ::BIO_free(what); }
    };

    std::unique_ptr<BIO, bio_free> const source{::BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    return owned_key{::PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr)};
}

std::vector<unsigned char> number_of(EVP_PKEY const* key, char const* name) {
    BIGNUM* read = nullptr;
    if (::EVP_PKEY_get_bn_param(key, name, &read) != 1)
        return {};
    owned_number const number{read};
    std::vector<unsigned char> bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
    ::BN_bn2bin(number.get(), bytes.data());
    return bytes;
}

std::string text_of(boost::json::object const& from, std::string_view member) {
    auto const* found = from.if_contains(member);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

/// What a key of a set may be used for; nothing where that is not ours.
std::optional<token_algorithm> algorithm_of(boost::json::object const& key) {
    auto const use = text_of(key, "use");
    auto const algorithm = text_of(key, "alg");
    if (!use.empty() && use != "sig")
        return std::nullopt;
    auto const kind = text_of(key, "kty");
    if (kind == "oct" && (algorithm.empty() || algorithm == "HS256"))
        return token_algorithm::hs256;
    if (kind == "RSA" && (algorithm.empty() || algorithm == "RS256"))
        return token_algorithm::rs256;
    return std::nullopt;
}

} // namespace

token_key key_of_secret(std::string_view secret) {
    cjose_err failed{};
    token_key made{.algorithm = token_algorithm::hs256, .id = {}, .key = {}};
    if (secret.size() >= shortest_secret)
        made.key = owned(
            ::cjose_jwk_create_oct_spec(reinterpret_cast<std::uint8_t const*>(secret.data()), secret.size(), &failed)
        );
    if (!made.key)
        throw bad_key("the secret of the tokens is shorter than 32 bytes", "make one: openssl rand -base64 48");
    return made;
}

token_key key_of_pem(std::string const& text) {
    auto const read = read_pem(text);
    if (!read || ::EVP_PKEY_get_base_id(read.get()) != EVP_PKEY_RSA)
        throw bad_key(
            "the public key of the tokens cannot be read",
            "give an RSA key in PEM, as 'openssl rsa -in private.pem -pubout' writes it"
        );
    auto modulus = number_of(read.get(), OSSL_PKEY_PARAM_RSA_N);
    auto exponent = number_of(read.get(), OSSL_PKEY_PARAM_RSA_E);
    cjose_jwk_rsa_keyspec parts{};
    parts.n = modulus.data();
    parts.nlen = modulus.size();
    parts.e = exponent.data();
    parts.elen = exponent.size();
    cjose_err failed{};
    token_key made{
        .algorithm = token_algorithm::rs256, .id = {}, .key = owned(::cjose_jwk_create_RSA_spec(&parts, &failed))};
    if (!made.key)
        throw bad_key("the public key of the tokens cannot be read", "give an RSA key in PEM");
    require_length(made);
    return made;
}

std::vector<token_key> keys_of_set(std::string const& text) {
    boost::system::error_code no_json;
    auto const parsed = boost::json::parse(text, no_json);
    auto const* set = no_json || !parsed.is_object() ? nullptr : parsed.as_object().if_contains("keys");
    if (set == nullptr || !set->is_array())
        throw bad_key("the set of keys is no JWKS", R"(give {"keys": […]}, as RFC 7517 says)");
    std::vector<token_key> keys;
    for (auto const& each : set->as_array()) {
        auto const* described = each.if_object();
        auto const algorithm = described == nullptr ? std::nullopt : algorithm_of(*described);
        if (!algorithm)
            continue;
        for (auto const* const member : {"n", "e", "d", "p", "q", "dp", "dq", "qi", "k"})
            if (auto const number = text_of(*described, member); !number.empty() && !is_base64url(number))
                throw bad_key(
                    "the member '" + std::string{member} + "' of a key of the set is no base64url", "correct it"
                );
        auto const json = boost::json::serialize(each);
        cjose_err failed{};
        token_key made{
            .algorithm = *algorithm,
            .id = text_of(*described, "kid"),
            .key = owned(::cjose_jwk_import(json.data(), json.size(), &failed))};
        if (!made.key)
            throw bad_key("the key '" + made.id + "' of the set cannot be read", "correct it, or take it out");
        require_length(made);
        keys.push_back(std::move(made));
    }
    if (keys.empty())
        throw bad_key("the set of keys has none for signatures by HS256 or RS256", "add one");
    return keys;
}

} // namespace alembicore::server::access
