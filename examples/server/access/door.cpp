#include "access/door.hpp"

#include "access/cookies.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>

namespace alembicore::server::access {

namespace {

constexpr std::size_t longest_password = 1024;

refusal refused(unsigned status, errc code, std::string message, std::string reason, std::string remedy) {
    refusal made{.status = status, .info = {}};
    made.info.code = code;
    made.info.message = std::move(message);
    made.info.reason = std::move(reason);
    made.info.remedy = std::move(remedy);
    return made;
}

refusal unknown_visitor(std::string remedy) {
    return refused(401, errc::authentication_failed, "this needs a login", "nobody is logged in", std::move(remedy));
}

refusal too_many(std::chrono::seconds wait) {
    auto made = refused(
        429,
        errc::authentication_failed,
        "there were too many attempts to log in",
        "attempts are counted for each user and for each client",
        "wait " + std::to_string(wait.count()) + " s"
    );
    made.wait = wait;
    made.info.retryable = true;
    return made;
}

refusal wrong_password() {
    return refused(
        401,
        errc::authentication_failed,
        "user and password do not fit",
        "",
        "who manages the server can give a new password: alembicore-server user password NAME"
    );
}

} // namespace

door::door(policy chosen)
    : rules_(std::move(chosen)), guard_{rules_.host_names, rules_.origins, rules_.reach},
      accounts_(rules_.users.empty() ? nullptr : std::make_unique<accounts>(rules_.users)),
      tokens_(rules_.tokens.any_key() ? std::make_unique<token_reader>(rules_.tokens) : nullptr),
      sessions_{rules_.sessions}, requests_{rules_.requests}, client_attempts_{rules_.logins_of_client},
      user_attempts_{rules_.logins_of_user} {}

http::role door::within_limits(http::role holds) const noexcept {
    return rules_.read_only ? std::min(holds, http::role::viewer) : holds;
}

visitor door::nobody() const {
    auto const holds = rules_.needs_login() ? http::role::anyone : within_limits(http::role::admin);
    return {.who = {.name = {}, .holds = holds}, .token = guard_.token(), .ends = {}};
}

visitor door::visitor_of(session const& begun) const {
    return {
        .who = {.name = begun.who.name, .holds = within_limits(begun.who.holds)},
        .token = begun.token,
        .ends = begun.ends,
    };
}

/// What the users file says now goes: who was removed or has another password is logged in no more.
std::optional<visitor> door::by_session(http::request const& asked) {
    auto const id = session_in_cookie(asked);
    if (id.empty() || !accounts_)
        return std::nullopt;
    auto begun = sessions_.find(id, sessions::clock::now());
    if (!begun)
        return std::nullopt;
    auto const known = accounts_->find(begun->who.name);
    if (!known || known->hash != begun->who.hash) {
        sessions_.end(id);
        return std::nullopt;
    }
    begun->who.holds = known->holds;
    return visitor_of(*begun);
}

/// No page of another site makes a browser send this field, so that no further token is needed.
std::optional<std::variant<visitor, refusal>> door::by_token(http::request const& asked) {
    constexpr std::string_view scheme = "Bearer ";
    auto const field = asked.field("Authorization");
    if (!tokens_ || field.size() < scheme.size() || !boost::algorithm::iequals(field.substr(0, scheme.size()), scheme))
        return std::nullopt;
    auto const read = tokens_->read(std::string{field.substr(scheme.size())}, std::chrono::system_clock::now());
    if (auto const* why_not = std::get_if<disbelief>(&read))
        return refused(
            401, errc::authentication_failed, "the bearer token is not accepted", why_not->reason, "get another one"
        );
    auto const& known = std::get<bearer>(read);
    return visitor{
        .who = {.name = known.who.name, .holds = within_limits(known.who.holds)}, .token = {}, .ends = known.ends};
}

std::variant<visitor, refusal> door::recognise(http::request const& asked) {
    if (auto known = by_token(asked))
        return *std::move(known);
    if (auto known = by_session(asked))
        return *std::move(known);
    return nobody();
}

std::optional<refusal> door::refuse_rate(http::request const& asked) {
    if (rules_.requests.burst < 1)
        return std::nullopt;
    auto const wait = requests_.take(client_key(asked.client), rate_limiter::clock::now());
    if (!wait)
        return std::nullopt;
    auto made = refused(
        429,
        errc::bad_usage,
        "there were too many requests",
        "a client has a burst of " + std::to_string(static_cast<long>(rules_.requests.burst)) + " and then " +
            std::to_string(static_cast<long>(rules_.requests.per_second)) + " a second",
        "wait " + std::to_string(wait->count()) + " s"
    );
    made.wait = wait;
    made.info.retryable = true;
    return made;
}

std::optional<refusal> door::refuse_place(http::request const& asked) const {
    if (auto info = guard_.refuse_place(asked))
        return refusal{.status = 403, .info = *std::move(info)};
    return std::nullopt;
}

std::optional<refusal> door::refuse(http::request const& asked, visitor const& asking, http::role needed) const {
    if (asking.who.holds < needed) {
        if (asking.who.holds == http::role::anyone)
            return unknown_visitor(
                accounts_ ? "log in with POST /api/login" : "send a token in the field Authorization: Bearer …"
            );
        if (within_limits(needed) != needed)
            return refused(
                403,
                errc::bad_usage,
                "this server only shows",
                "it was started with --read-only",
                "use one that may change the database"
            );
        return refused(
            403,
            errc::bad_usage,
            "this needs the role " + std::string{http::name_of(needed)},
            "'" + asking.who.name + "' has the role " + std::string{http::name_of(asking.who.holds)},
            "who manages the server can give another role: alembicore-server user role NAME --role ROLE"
        );
    }
    if (!asking.token.empty())
        if (auto info = guard_.refuse_change(asked, asking.token))
            return refusal{.status = 403, .info = *std::move(info)};
    return std::nullopt;
}

std::variant<session, refusal>
door::log_in(http::request const& asked, std::string const& name, std::string const& password) {
    if (!accounts_)
        return refused(404, errc::bad_usage, "nobody logs in here", "the server has no users file", "see --users");
    if (password.size() > longest_password || !is_user_name(name))
        return wrong_password();
    auto const now = rate_limiter::clock::now();
    auto const client = client_key(asked.client);
    if (auto const wait = client_attempts_.take(client, now))
        return too_many(*wait);
    if (auto const wait = user_attempts_.take(name, now))
        return too_many(*wait);
    switch (accounts_->check(name, password)) {
    case accounts::verdict::does_not_fit:
        return wrong_password();
    case accounts::verdict::too_busy:
        return too_many(std::chrono::seconds{2});
    case accounts::verdict::fits:
        break;
    }
    auto known = accounts_->find(name);
    if (!known)
        return wrong_password();
    client_attempts_.forget(client);
    user_attempts_.forget(name);
    log_out(asked);
    return sessions_.begin(*std::move(known), sessions::clock::now());
}

void door::log_out(http::request const& asked) {
    if (auto const id = session_in_cookie(asked); !id.empty())
        sessions_.end(id);
}

} // namespace alembicore::server::access
