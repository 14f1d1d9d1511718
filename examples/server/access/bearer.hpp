// Bearer tokens: who has signed one, and for whom.
#pragma once

#include "access/private_file.hpp"
#include "access/token_keys.hpp"
#include "access/token_rules.hpp"
#include "http/role.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace alembicore::server::access {

/// Who a token is for.
struct bearer {
    http::identity who;
    std::chrono::system_clock::time_point ends;
};

/// Why a token is not believed.
struct disbelief {
    std::string reason;
};

/// What the claims of a token say, whose signature fits: a JSON object.
[[nodiscard]] std::variant<bearer, disbelief>
judge_claims(std::string_view claims, token_rules const& rules, std::chrono::system_clock::time_point now);

/// A token in its compact form, which one of the keys has signed.
[[nodiscard]] std::variant<bearer, disbelief> read_token(
    std::string const& token,
    std::vector<token_key> const& keys,
    token_rules const& rules,
    std::chrono::system_clock::time_point now
);

/// Keys are read anew when their files change. Thread safety: all members may be called at once.
class token_reader {
public:
    /// Errors: bad_configuration for keys, and where issuer or audience is not said.
    explicit token_reader(token_rules rules);
    token_reader(token_reader const&) = delete;
    token_reader& operator=(token_reader const&) = delete;

    [[nodiscard]] std::variant<bearer, disbelief>
    read(std::string const& token, std::chrono::system_clock::time_point now);

private:
    [[nodiscard]] std::vector<token_key> read_keys() const;
    [[nodiscard]] std::vector<token_key> current_keys();

    token_rules const rules_;
    std::mutex mutex_; ///< for what follows
    std::vector<watched_file> files_;
    std::vector<token_key> keys_;
};

} // namespace alembicore::server::access
