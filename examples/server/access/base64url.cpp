#include "access/base64url.hpp"

namespace alembicore::server::access {

bool is_base64url(std::string_view text) noexcept {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return !text.empty() && text.size() % 4 != 1 && text.find_first_not_of(alphabet) == std::string_view::npos;
}

} // namespace alembicore::server::access
