// Who may do what.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace alembicore::server::http {

/// What somebody may do; each may do what those before may.
enum class role {
    anyone,    ///< ask who one is, and log in
    viewer,    ///< look
    editor,    ///< change rows
    operator_, ///< apply and roll back
    admin
};

/// `anyone`, `viewer`, `editor`, `operator`, `admin`.
[[nodiscard]] std::string_view name_of(role of) noexcept;

/// A role that a user can have, so not `anyone`; nothing for other texts.
[[nodiscard]] std::optional<role> role_of(std::string_view name) noexcept;

/// The least role that may use a route. There is no default: a row of a route table that leaves it out does not
/// compile.
class required_role {
public:
    constexpr required_role(role least) noexcept : least_(least) {}

    constexpr operator role() const noexcept { return least_; }

private:
    role least_;
};

/// Who asks.
struct identity {
    std::string name; ///< empty: nobody has said who they are
    role holds = role::anyone;
};

} // namespace alembicore::server::http
