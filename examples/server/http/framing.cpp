#include "http/framing.hpp"

#include <array>

namespace alembicore::server::http {

namespace {

namespace beast = boost::beast;
using field = beast::http::field;

/// What would mean one thing to us and another to a proxy, if it stood twice.
constexpr std::array<std::string_view, 10> single_fields{
    "Host",
    "Content-Length",
    "Transfer-Encoding",
    "Content-Type",
    "Origin",
    "Authorization",
    "X-Alembicore-Token",
    "X-Forwarded-Proto",
    "X-Forwarded-Host",
    "Expect",
};

} // namespace

std::optional<std::string> framing_fault(beast::http::header<true> const& head) {
    for (auto const name : single_fields)
        if (head.count(name) > 1)
            return "the field " + std::string{name} + " stands there twice";
    if (head[field::content_length].find(',') != std::string_view::npos)
        return "the field Content-Length has several lengths";
    if (head.version() >= 11 && head.count(field::host) == 0)
        return "the field Host is missing";
    if (head.count(field::transfer_encoding) != 0 &&
        (head.version() < 11 || !beast::iequals(head[field::transfer_encoding], "chunked")))
        return "the only Transfer-Encoding that is known is chunked";
    return std::nullopt;
}

http::fields fields_of(beast::http::header<true> const& head) {
    http::fields all;
    for (auto const& each : head) {
        auto const [at, fresh] = all.emplace(std::string{each.name_string()}, std::string{each.value()});
        if (!fresh)
            at->second += (each.name() == field::cookie ? "; " : ", ") + std::string{each.value()};
    }
    return all;
}

} // namespace alembicore::server::http
