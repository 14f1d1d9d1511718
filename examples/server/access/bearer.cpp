#include "access/bearer.hpp"

#include "access/base64url.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <cjose/cjose.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>

namespace alembicore::server::access {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_token = 8 * 1024;
constexpr std::size_t longest_name = 128;

struct jws_release {
    void operator()(cjose_jws_t* what) const noexcept { ::cjose_jws_release(what); }
};

struct release_text {
    void operator()(char* what) const noexcept { std::free(what); }
};

using owned_jws = std::unique_ptr<cjose_jws_t, jws_release>;

std::string text_of(cjose_header_t* header, char const* name) {
    cjose_err ignored{};
    auto const* text = ::cjose_header_get(header, name, &ignored);
    return text == nullptr ? std::string{} : text;
}

bool has(cjose_header_t* header, char const* name) {
    cjose_err ignored{};
    std::unique_ptr<char, release_text> const raw{::cjose_header_get_raw(header, name, &ignored)};
    return raw != nullptr;
}

/// Three parts with dots between them.
bool is_compact(std::string_view token) {
    auto const first = token.find('.');
    auto const second = first == std::string_view::npos ? first : token.find('.', first + 1);
    return second != std::string_view::npos && is_base64url(token.substr(0, first)) &&
           is_base64url(token.substr(first + 1, second - first - 1)) && is_base64url(token.substr(second + 1));
}

std::optional<token_algorithm> algorithm_of(cjose_header_t* header) {
    auto const name = text_of(header, "alg");
    if (name == "HS256")
        return token_algorithm::hs256;
    if (name == "RS256")
        return token_algorithm::rs256;
    return std::nullopt;
}

std::optional<std::chrono::system_clock::time_point> time_of(json::object const& claims, std::string_view name) {
    auto const* found = claims.if_contains(name);
    boost::system::error_code no_number;
    if (found == nullptr || !found->is_number())
        return std::nullopt;
    auto const seconds = found->to_number<double>(no_number);
    constexpr double year_10000 = 253402300800;
    constexpr double last_known = 9'000'000'000; // in 2255; not much later the clock's nanoseconds are over
    if (no_number || !(seconds >= 0 && seconds < year_10000))
        return std::nullopt;
    auto const whole = static_cast<long long>(std::min(seconds, last_known));
    return std::chrono::system_clock::time_point{std::chrono::seconds{whole}};
}

bool is_for(json::object const& claims, std::string const& audience) {
    auto const* found = claims.if_contains("aud");
    if (found == nullptr)
        return false;
    if (found->is_string())
        return found->as_string() == audience;
    auto const* list = found->if_array();
    return list != nullptr && std::ranges::any_of(*list, [&](json::value const& each) {
               return each.is_string() && each.as_string() == audience;
           });
}

bool is_text(json::object const& claims, std::string_view name, std::string const& wanted) {
    auto const* found = claims.if_contains(name);
    return found != nullptr && found->is_string() && found->as_string() == wanted;
}

/// `realm_access.roles` is the member of a member.
json::value const* lead_to(json::object const& claims, std::string_view path) {
    json::object const* in = &claims;
    while (true) {
        auto const dot = path.find('.');
        auto const* found = in->if_contains(path.substr(0, dot));
        if (found == nullptr || dot == std::string_view::npos)
            return found;
        in = found->if_object();
        if (in == nullptr)
            return nullptr;
        path.remove_prefix(dot + 1);
    }
}

/// The highest of those that are roles here.
http::role role_in(json::object const& claims, std::string_view path) {
    auto const* found = lead_to(claims, path);
    auto holds = http::role::anyone;
    auto const count = [&](json::value const& name) {
        if (name.is_string())
            holds = std::max(holds, http::role_of(name.as_string()).value_or(http::role::anyone));
    };
    if (found != nullptr && found->is_array())
        std::ranges::for_each(found->as_array(), count);
    else if (found != nullptr)
        count(*found);
    return holds;
}

/// Names go into logs and the journal.
bool is_proper(std::string_view name) {
    return !name.empty() && name.size() <= longest_name &&
           std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of("\r\n");
    text.resize(end == std::string::npos ? 0 : end + 1);
    return text;
}

} // namespace

std::variant<bearer, disbelief>
judge_claims(std::string_view claims, token_rules const& rules, std::chrono::system_clock::time_point now) {
    boost::system::error_code no_json;
    auto const parsed = json::parse(claims, no_json);
    if (no_json || !parsed.is_object())
        return disbelief{"its claims are no JSON object"};
    auto const& said = parsed.as_object();
    auto const ends = time_of(said, "exp");
    if (!ends)
        return disbelief{"it does not say when it ends"};
    if (now >= *ends + rules.leeway)
        return disbelief{"it has expired"};
    if (said.contains("nbf")) {
        auto const begins = time_of(said, "nbf");
        if (!begins || now + rules.leeway < *begins)
            return disbelief{"it does not hold yet"};
    }
    if (!is_text(said, "iss", rules.issuer))
        return disbelief{"it comes from another issuer"};
    if (!is_for(said, rules.audience))
        return disbelief{"it is for another audience"};
    auto const* name = lead_to(said, rules.user_claim);
    if (name == nullptr || !name->is_string() || !is_proper(name->as_string()))
        return disbelief{"its claim '" + rules.user_claim + "' names nobody"};
    auto const holds = role_in(said, rules.role_claim);
    if (holds == http::role::anyone)
        return disbelief{"its claim '" + rules.role_claim + "' is none of viewer, editor, operator and admin"};
    return bearer{.who = {.name = std::string{name->as_string()}, .holds = holds}, .ends = *ends};
}

std::variant<bearer, disbelief> read_token(
    std::string const& token,
    std::vector<token_key> const& keys,
    token_rules const& rules,
    std::chrono::system_clock::time_point now
) {
    cjose_err failed{};
    if (token.size() > longest_token || !is_compact(token))
        return disbelief{"it is no signed token"};
    owned_jws const signed_token{::cjose_jws_import(token.data(), token.size(), &failed)};
    if (!signed_token)
        return disbelief{"it cannot be read"};
    auto* const header = ::cjose_jws_get_protected(signed_token.get());
    auto const algorithm = algorithm_of(header);
    if (!algorithm)
        return disbelief{"it is not signed by HS256 or RS256"};
    if (has(header, "crit"))
        return disbelief{"it asks for extensions that are not known"};
    auto const id = text_of(header, "kid");
    for (auto const& each : keys) {
        bool const may_be = each.algorithm == *algorithm && (id.empty() || each.id.empty() || each.id == id);
        if (!may_be || !::cjose_jws_verify(signed_token.get(), each.key.get(), &failed))
            continue;
        std::uint8_t* claims = nullptr; // belongs to the token
        std::size_t length = 0;
        if (!::cjose_jws_get_plaintext(signed_token.get(), &claims, &length, &failed))
            return disbelief{"it cannot be read"};
        return judge_claims({reinterpret_cast<char const*>(claims), length}, rules, now);
    }
    return disbelief{"no key fits its signature"};
}

token_reader::token_reader(token_rules rules) : rules_(std::move(rules)) {
    if (rules_.issuer.empty() || rules_.audience.empty())
        throw error{
            errc::bad_configuration,
            "bearer tokens need an issuer and an audience",
            "a token for another service would be believed without: give --jwt-issuer and --jwt-audience"};
    for (auto const& file : {rules_.secret, rules_.public_key, rules_.key_set})
        if (!file.empty())
            files_.emplace_back(file);
    keys_ = read_keys();
}

std::vector<token_key> token_reader::read_keys() const {
    std::vector<token_key> keys;
    if (!rules_.secret.empty())
        keys.push_back(key_of_secret(trimmed(read_private_file(rules_.secret, "openssl rand -base64 48 > FILE"))));
    if (!rules_.public_key.empty())
        keys.push_back(key_of_pem(read_public_file(rules_.public_key)));
    if (!rules_.key_set.empty())
        std::ranges::move(keys_of_set(read_public_file(rules_.key_set)), std::back_inserter(keys));
    return keys;
}

std::vector<token_key> token_reader::current_keys() {
    std::scoped_lock const lock{mutex_};
    bool changed = false;
    for (auto& each : files_)
        changed = each.changed() || changed;
    if (changed)
        try {
            keys_ = read_keys();
        } catch (error const&) {
            keys_.clear(); // a key that was taken out must not go on
        }
    return keys_;
}

std::variant<bearer, disbelief>
token_reader::read(std::string const& token, std::chrono::system_clock::time_point now) {
    return read_token(token, current_keys(), rules_, now);
}

} // namespace alembicore::server::access
