// From where a request may come: pages of other sites may neither read nor change anything.
#pragma once

#include "access/policy.hpp"
#include "http/message.hpp"

#include <alembicore/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::server::access {

/// A page of another site can make a browser send requests here, and by DNS rebinding read the answers. The first is
/// told by its Origin, the second by its Host; a change also needs a token that only our own page can read.
///
/// Thread safety: all members may be called at once.
class guard {
public:
    /// `names` are further hosts that people reach the server by, as behind a proxy. Where the network reaches it, any
    /// address may be its own: a page of another site has a name.
    /// Pages of `origins` may ask, too.
    guard(std::vector<std::string> names, std::vector<std::string> origins, reach from);

    /// Why the request is refused for its Host or Origin; nothing where it is not.
    [[nodiscard]] std::optional<error_info> refuse_place(http::request const& asked) const;

    /// Why a change is refused that does not bring `token` as `X-Alembicore-Token`; nothing for what changes nothing.
    [[nodiscard]] std::optional<error_info> refuse_change(http::request const& asked, std::string_view token) const;

    /// For who has no session, which would have a token of its own.
    [[nodiscard]] std::string const& token() const noexcept { return token_; }

private:
    [[nodiscard]] bool is_ours(std::string_view host) const;

    std::vector<std::string> names_;
    std::vector<std::string> origins_;
    reach from_;
    std::string token_;
};

} // namespace alembicore::server::access
