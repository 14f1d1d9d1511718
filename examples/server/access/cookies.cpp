#include "access/cookies.hpp"

#include <cctype>

namespace alembicore::server::access {

namespace {

std::string_view trimmed(std::string_view text) noexcept {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The digits behind the last colon of the host.
std::string port_of(std::string_view host) {
    auto const colon = host.rfind(':');
    if (colon == std::string_view::npos || host.find(']', colon) != std::string_view::npos)
        return {};
    std::string digits;
    for (char const c : host.substr(colon + 1))
        if (std::isdigit(static_cast<unsigned char>(c)) != 0)
            digits += c;
    return digits;
}

} // namespace

std::string cookie_name(http::request const& asked) {
    if (asked.secure)
        return "__Host-alembicore";
    return "alembicore_" + port_of(asked.field("Host"));
}

std::string session_in_cookie(http::request const& asked) {
    auto const wanted = cookie_name(asked);
    auto rest = asked.field("Cookie");
    while (!rest.empty()) {
        auto const end = rest.find(';');
        auto const pair = trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        auto const equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == wanted)
            return std::string{pair.substr(equals + 1)};
    }
    return {};
}

std::string session_cookie(http::request const& asked, std::string const& id) {
    return cookie_name(asked) + '=' + id + "; Path=/; HttpOnly; SameSite=Strict" + (asked.secure ? "; Secure" : "") +
           (id.empty() ? "; Max-Age=0" : "");
}

} // namespace alembicore::server::access
