#include "http/role.hpp"

#include <algorithm>
#include <array>

namespace alembicore::server::http {

namespace {

constexpr std::array<std::string_view, 5> role_names{"anyone", "viewer", "editor", "operator", "admin"};

} // namespace

std::string_view name_of(role of) noexcept {
    return role_names.at(static_cast<std::size_t>(of));
}

std::optional<role> role_of(std::string_view name) noexcept {
    auto const found = std::ranges::find(role_names, name);
    if (found == role_names.end() || found == role_names.begin())
        return std::nullopt;
    return static_cast<role>(found - role_names.begin());
}

} // namespace alembicore::server::http
