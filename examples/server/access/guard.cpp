#include "access/guard.hpp"

#include "access/secret.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>

namespace alembicore::server::access {

namespace {

error_info refused(std::string message, std::string reason, std::string remedy) {
    error_info info;
    info.code = errc::bad_usage;
    info.message = std::move(message);
    info.reason = std::move(reason);
    info.remedy = std::move(remedy);
    return info;
}

bool changes_something(http::method verb) noexcept {
    return verb != http::method::get && verb != http::method::head && verb != http::method::options;
}

/// Takes the same time for every wrong token.
bool equal(std::string_view given, std::string_view wanted) noexcept {
    if (given.size() != wanted.size())
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < given.size(); ++i)
        difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(wanted[i]);
    return difference == 0;
}

/// `[::1]:3000` is an address in brackets and a port.
std::string_view without_port(std::string_view host) noexcept {
    auto const colon = host.rfind(':');
    bool const has_port = colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
    return has_port ? host.substr(0, colon) : host;
}

bool is_address(std::string_view name) {
    if (name.starts_with('[') && name.ends_with(']'))
        name = name.substr(1, name.size() - 2);
    boost::system::error_code no_address;
    static_cast<void>(boost::asio::ip::make_address(std::string{name}, no_address));
    return !no_address;
}

std::string_view host_of_origin(std::string_view origin) {
    auto const parsed = boost::urls::parse_absolute_uri(origin);
    if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https"))
        return {};
    auto const begin = origin.find("://") + 3;
    return origin.substr(begin);
}

} // namespace

guard::guard(std::vector<std::string> names, std::vector<std::string> origins, reach from)
    : names_(std::move(names)), origins_(std::move(origins)), from_(from), token_(make_secret()) {}

bool guard::is_ours(std::string_view host) const {
    auto const name = without_port(host);
    constexpr std::array<std::string_view, 3> local{"127.0.0.1", "localhost", "[::1]"};
    if (std::ranges::find(local, name) != local.end() || std::ranges::find(names_, name) != names_.end())
        return true;
    return from_ == reach::network && is_address(name);
}

std::optional<error_info> guard::refuse_place(http::request const& asked) const {
    auto const host = asked.field("Host");
    if (!is_ours(host))
        return refused(
            "requests for the host '" + std::string{host} + "' are refused",
            "this server does not know it as its own, and a page of another site could have led here",
            "open it by its address, or name the host with --host-name"
        );
    auto const origin = asked.field("Origin");
    bool const is_known = std::ranges::find(origins_, origin) != origins_.end();
    if (!origin.empty() && !is_known && host_of_origin(origin) != host)
        return refused(
            "requests from pages of '" + std::string{origin} + "' are refused",
            "a page of another site may neither read nor change anything here",
            "use the page that this server gives"
        );
    return std::nullopt;
}

std::optional<error_info> guard::refuse_change(http::request const& asked, std::string_view token) const {
    if (changes_something(asked.verb) && !equal(asked.field("X-Alembicore-Token"), token))
        return refused(
            "a change needs the token of this server",
            "the field X-Alembicore-Token is missing, or of an earlier session",
            "read it from GET /api/session, and send it with the request"
        );
    return std::nullopt;
}

} // namespace alembicore::server::access
