// Lets requests in: who asks, and may they?
#pragma once

#include "access/accounts.hpp"
#include "access/bearer.hpp"
#include "access/guard.hpp"
#include "access/policy.hpp"
#include "access/rate_limiter.hpp"
#include "access/sessions.hpp"
#include "http/message.hpp"
#include "http/role.hpp"

#include <alembicore/error.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alembicore::server::access {

struct visitor {
    http::identity who;
    std::string
        token; ///< that their changes need; empty = none, as no browser sends along by itself what they are known by
    std::optional<std::chrono::system_clock::time_point> ends; ///< of what they are known by
};

struct refusal {
    unsigned status = 403;
    error_info info;
    std::optional<std::chrono::seconds> wait{}; ///< before the next try
};

/// Thread safety: all members may be called at once.
class door {
public:
    /// Errors: those of accounts and token_reader.
    explicit door(policy chosen);
    door(door const&) = delete;
    door& operator=(door const&) = delete;

    /// A session that is over makes a visitor of role anyone; a token that is not believed is refused.
    [[nodiscard]] std::variant<visitor, refusal> recognise(http::request const& asked);

    /// Whether the client has asked too often.
    [[nodiscard]] std::optional<refusal> refuse_rate(http::request const& asked);

    /// Whether the request may come from where it does, whoever asks.
    [[nodiscard]] std::optional<refusal> refuse_place(http::request const& asked) const;

    /// Whether they may do what needs this role.
    [[nodiscard]] std::optional<refusal>
    refuse(http::request const& asked, visitor const& asking, http::role needed) const;

    /// A session for the right name and password.
    [[nodiscard]] std::variant<session, refusal>
    log_in(http::request const& asked, std::string const& name, std::string const& password);

    /// Ends the session of the request, where it has one.
    void log_out(http::request const& asked);

    /// A role that is not more than what the server allows to anybody.
    [[nodiscard]] http::role within_limits(http::role holds) const noexcept;

    [[nodiscard]] visitor visitor_of(session const& begun) const;
    [[nodiscard]] visitor nobody() const;

    [[nodiscard]] policy const& rules() const noexcept { return rules_; }

private:
    [[nodiscard]] std::optional<visitor> by_session(http::request const& asked);
    [[nodiscard]] std::optional<std::variant<visitor, refusal>> by_token(http::request const& asked);

    policy const rules_;
    guard const guard_;
    std::unique_ptr<accounts> accounts_;   ///< null: there is no users file
    std::unique_ptr<token_reader> tokens_; ///< null: there is no key
    sessions sessions_;
    rate_limiter requests_;
    rate_limiter client_attempts_;
    rate_limiter user_attempts_;
};

} // namespace alembicore::server::access
