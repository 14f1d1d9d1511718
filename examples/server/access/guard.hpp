// Who may ask what of a server that listens on this machine alone: pages of other sites may not.
#pragma once

#include "http/message.hpp"

#include <alembicore/error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore::server::access {

/// A page of another site can make a browser send requests here, and by DNS rebinding read the answers. The first is
/// told by its Origin, the second by its Host; a change also needs a token that only our own page can read.
///
/// Thread safety: all members may be called at once.
class guard {
public:
    /// `names` are further hosts that people reach the server by, as behind a proxy.
    explicit guard(std::vector<std::string> names);

    /// Why the request is refused; nothing where it is not.
    [[nodiscard]] std::optional<error_info> refusal(http::request const& asked) const;

    /// What the page sends as `X-Alembicore-Token` with every change.
    [[nodiscard]] std::string const& token() const noexcept { return token_; }

private:
    [[nodiscard]] bool is_ours(std::string_view host) const;

    std::vector<std::string> names_;
    std::string token_;
};

} // namespace alembicore::server::access
