#include "access/bearer.hpp"

#include "token_samples.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cjose/cjose.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <filesystem>

namespace alembicore::server::access {

namespace {

using namespace std::chrono_literals;
using test::by_secret;
using test::encode;
using test::hs256;

std::chrono::system_clock::time_point const noon{1'800'000'000s};

constexpr char const* secret = "0123456789abcdef0123456789abcdef-";
constexpr char const* claims =
    R"({"iss":"us","aud":"alembicore","sub":"alice","role":"operator","exp":1800000060,"nbf":1799999990})";

/// A pair of keys, with its public half as PEM.
struct rsa_pair {
    EVP_PKEY* key;

    explicit rsa_pair(unsigned bits = 2048) : key(EVP_RSA_gen(bits)) {}

    rsa_pair(rsa_pair const&) = delete;
    rsa_pair& operator=(rsa_pair const&) = delete;

    ~rsa_pair() { ::EVP_PKEY_free(key); }

    [[nodiscard]] std::string pem() const {
        auto* const sink = ::BIO_new(::BIO_s_mem());
        ::PEM_write_bio_PUBKEY(sink, key);
        char* data = nullptr;
        auto const length = BIO_get_mem_data(sink, &data);
        std::string text{data, static_cast<std::size_t>(length)};
        ::BIO_free(sink);
        return text;
    }

    [[nodiscard]] std::string sign(std::string const& text) const {
        auto* const context = ::EVP_MD_CTX_new();
        std::size_t length = 0;
        ::EVP_DigestSignInit(context, nullptr, ::EVP_sha256(), nullptr, key);
        auto const* const bytes = reinterpret_cast<unsigned char const*>(text.data());
        ::EVP_DigestSign(context, nullptr, &length, bytes, text.size());
        std::string signature(length, '\0');
        ::EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length, bytes, text.size());
        ::EVP_MD_CTX_free(context);
        return signature;
    }
};

rsa_pair const& pair() {
    static rsa_pair const made;
    return made;
}

std::string by_pair(rsa_pair const& of, std::string const& head, std::string const& body) {
    auto const text = encode(head) + '.' + encode(body);
    return text + '.' + encode(of.sign(text));
}

std::string const rs256 = R"({"alg":"RS256","typ":"JWT"})";

struct keys_folder {
    test::temporary_folder folder;
    token_rules rules{.issuer = "us", .audience = "alembicore"};

    keys_folder& with_secret() {
        rules.secret = folder.write("secret", std::string{secret} + '\n');
        std::filesystem::permissions(rules.secret, std::filesystem::perms::owner_read);
        return *this;
    }

    keys_folder& with_public_key() {
        rules.public_key = folder.write("key.pem", pair().pem());
        return *this;
    }

    [[nodiscard]] bool believes(std::string const& token, std::chrono::system_clock::time_point now = noon) const {
        return why_not(token, now).empty();
    }

    [[nodiscard]] std::string
    why_not(std::string const& token, std::chrono::system_clock::time_point now = noon) const {
        token_reader reader{rules};
        auto const read = reader.read(token, now);
        auto const* disbelieved = std::get_if<disbelief>(&read);
        return disbelieved == nullptr ? std::string{} : disbelieved->reason;
    }
};

std::string jwk_of(rsa_pair const& of, std::string const& id) {
    auto const made = key_of_pem(of.pem());
    cjose_err failed{};
    auto* const text = ::cjose_jwk_to_json(made.key.get(), false, &failed);
    std::string json{text};
    std::free(text);
    return R"({"kid":")" + id + R"(","use":"sig",)" + json.substr(1);
}

} // namespace

BOOST_AUTO_TEST_SUITE(bearers)

BOOST_AUTO_TEST_CASE(a_token_with_the_right_signature_says_who_it_is_for) {
    keys_folder in;
    in.with_secret().with_public_key();
    token_reader reader{in.rules};
    for (auto const& token : {by_secret(secret, hs256, claims), by_pair(pair(), rs256, claims)}) {
        auto const read = std::get<bearer>(reader.read(token, noon));
        BOOST_TEST(read.who.name == "alice");
        BOOST_TEST((read.who.holds == http::role::operator_));
        BOOST_TEST((read.ends == noon + 60s));
    }
}

BOOST_AUTO_TEST_CASE(a_public_key_is_no_secret) {
    keys_folder in;
    in.with_public_key();
    BOOST_TEST(in.believes(by_pair(pair(), rs256, claims)));
    // The attack of 2015: a key that everybody knows, taken for a secret by what the token says of itself.
    for (auto const& known : {pair().pem(), pair().pem().substr(0, pair().pem().size() - 1), std::string{secret}})
        BOOST_TEST(in.why_not(by_secret(known, hs256, claims)) == "no key fits its signature");
    keys_folder other;
    other.with_secret();
    BOOST_TEST(!other.believes(by_pair(pair(), rs256, claims)));
    BOOST_TEST(!other.believes(by_pair(pair(), hs256, claims)));
}

BOOST_AUTO_TEST_CASE(what_is_not_signed_is_not_believed) {
    keys_folder in;
    in.with_secret().with_public_key();
    auto const good = by_secret(secret, hs256, claims);
    auto const body = encode(claims);
    for (auto const* const name : {"none", "None", "NONE", "", "HS384", "PS256", "ES256", "hs256"})
        BOOST_TEST(!in.believes(by_secret(secret, R"({"alg":")" + std::string{name} + "\"}", claims)), name);
    for (auto const& token : {
             encode(R"({"alg":"none"})") + '.' + body + '.',
             encode(hs256) + '.' + body + '.',
             encode(hs256) + '.' + body,
             encode("{}") + '.' + body + '.' + encode("x"),
             encode(R"({"alg":["HS256"]})") + '.' + body + '.' + encode("x"),
             encode("[]") + '.' + body + '.' + encode("x"),
             good + "x",
             good.substr(0, good.size() - 2),
             good + '.' + body,
             '.' + good,
             std::string{},
             std::string{"."},
             std::string{".."},
             std::string{"a.b.c"},
             // One character that is left over ended the program: libcjose 0.6.2 has an assertion there.
             encode(hs256) + 'A' + '.' + body + ".AAAA",
             encode(hs256) + '.' + "AAAAA" + ".AAAA",
             encode(hs256) + '.' + body + ".AAAAA",
             encode(hs256) + "=." + body + ".AAAA",
             std::string(20'000, 'a') + ".b.c",
         })
        BOOST_TEST(!in.believes(token), token.substr(0, 60));
    BOOST_TEST(!in.believes(by_secret(std::string{secret} + "x", hs256, claims)));
    BOOST_TEST(!in.believes(by_pair(rsa_pair{}, rs256, claims)));
    BOOST_TEST(!in.believes(by_secret(secret, R"({"alg":"HS256","crit":["b64"],"b64":false})", claims)));
    // The signature of one token under the claims of another.
    auto const signature = good.substr(good.rfind('.'));
    BOOST_TEST(!in.believes(encode(hs256) + '.' + encode(R"({"sub":"mallory"})") + signature));
}

BOOST_AUTO_TEST_CASE(claims_that_do_not_hold_are_refused) {
    keys_folder in;
    in.with_secret();

    struct {
        char const* claims;
        char const* reason;
    } const cases[]{
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"admin"})", "does not say when it ends"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"admin","exp":"1800000060"})", "does not say when"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"admin","exp":1e300})", "does not say when"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"admin","exp":1799999960})", "expired"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"admin","exp":-1})", "does not say when"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"admin","exp":1800000060,"nbf":1800000031})",
         "not hold yet"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"admin","exp":1800000060,"nbf":"x"})", "not hold yet"},
        {R"({"iss":"them","aud":"alembicore","sub":"a","role":"admin","exp":1800000060})", "another issuer"},
        {R"({"aud":"alembicore","sub":"a","role":"admin","exp":1800000060})", "another issuer"},
        {R"({"iss":["us"],"aud":"alembicore","sub":"a","role":"admin","exp":1800000060})", "another issuer"},
        {R"({"iss":"us","aud":"other","sub":"a","role":"admin","exp":1800000060})", "another audience"},
        {R"({"iss":"us","aud":["other",5],"sub":"a","role":"admin","exp":1800000060})", "another audience"},
        {R"({"iss":"us","sub":"a","role":"admin","exp":1800000060})", "another audience"},
        {R"({"iss":"us","aud":"alembicore","role":"admin","exp":1800000060})", "names nobody"},
        {R"({"iss":"us","aud":"alembicore","sub":"","role":"admin","exp":1800000060})", "names nobody"},
        {R"({"iss":"us","aud":"alembicore","sub":"a\nb","role":"admin","exp":1800000060})", "names nobody"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","exp":1800000060})", "none of viewer"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"root","exp":1800000060})", "none of viewer"},
        {R"({"iss":"us","aud":"alembicore","sub":"a","role":"anyone","exp":1800000060})", "none of viewer"},
        {R"(["us"])", "no JSON object"},
        {R"({"iss":)", "no JSON object"},
    };

    for (auto const& [body, reason] : cases)
        BOOST_TEST(in.why_not(by_secret(secret, hs256, body)).find(reason) != std::string::npos, body);
    BOOST_TEST(in.believes(by_secret(secret, hs256, claims), noon + 89s));
    BOOST_TEST(!in.believes(by_secret(secret, hs256, claims), noon + 90s));
}

BOOST_AUTO_TEST_CASE(roles_are_found_where_providers_put_them) {
    token_rules rules{.issuer = "us", .audience = "alembicore", .role_claim = "realm_access.roles"};
    auto const judged = judge_claims(
        R"({"iss":"us","aud":["x","alembicore"],"sub":"a","exp":1800000060,
            "realm_access":{"roles":["offline_access",7,"viewer","editor"]}})",
        rules,
        noon
    );
    BOOST_TEST((std::get<bearer>(judged).who.holds == http::role::editor));
}

BOOST_AUTO_TEST_CASE(a_set_has_keys_for_several_issuances) {
    rsa_pair const other;
    keys_folder in;
    auto const file = R"({"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y"},)" + jwk_of(pair(), "one") + ',' +
                      jwk_of(other, "two") + "]}";
    in.rules.key_set = in.folder.write("keys.json", file);
    auto const named = [](std::string const& id) { return R"({"alg":"RS256","kid":")" + id + "\"}"; };
    BOOST_TEST(in.believes(by_pair(other, named("two"), claims)));
    BOOST_TEST(in.believes(by_pair(other, rs256, claims)));
    BOOST_TEST(!in.believes(by_pair(other, named("one"), claims)));
    BOOST_TEST(!in.believes(by_pair(other, named("three"), claims)));
    for (char const* const text :
         {"",
          "{}",
          R"({"keys":{}})",
          R"({"keys":[]})",
          R"({"keys":[{"kty":"RSA","n":"!"}]})",
          R"({"keys":[{"kty":"RSA","n":"AAAAA","e":"AQAB"}]})",
          R"({"keys":[{"kty":"oct","k":"AAAAA"}]})"})
        test::require_error(errc::bad_configuration, [&] { return keys_of_set(text).size(); });
}

BOOST_AUTO_TEST_CASE(keys_that_are_too_short_or_none_are_refused_at_the_start) {
    test::require_error(errc::bad_configuration, [] { return key_of_secret("short").id; });
    test::require_error(errc::bad_configuration, [] { return key_of_pem(rsa_pair{1024}.pem()).id; });
    test::require_error(errc::bad_configuration, [] { return key_of_pem("no key").id; });
    test::require_error(errc::bad_configuration, [] {
        return keys_of_set(R"({"keys":[{"kty":"oct","k":"c2hvcnQ"}]})").size();
    });
    keys_folder in;
    in.with_secret();
    in.rules.audience.clear();
    test::require_error(errc::bad_configuration, [&] { return in.why_not(""); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
