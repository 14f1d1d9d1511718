#include "http/problem.hpp"

#include <alembicore/json.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace alembicore::server::http {

namespace {

constexpr std::string_view documentation = "/docs/errors#";

/// What the members of an error are called for people.
std::string_view member_of(std::string_view name) noexcept {
    if (name == "message")
        return "what";
    if (name == "reason")
        return "why";
    return name == "remedy" ? "fix" : name;
}

} // namespace

unsigned status_of(errc code) noexcept {
    switch (code) {
    case errc::bad_usage:
    case errc::bad_range:
    case errc::bad_revision_id:
        return 400;
    case errc::unknown_revision:
    case errc::unknown_backup:
        return 404;
    case errc::run_locked:
    case errc::lock_not_granted:
    case errc::version_mismatch:
    case errc::multiple_heads:
    case errc::ambiguous_revision:
    case errc::duplicate_revision:
    case errc::duplicate_label:
    case errc::file_exists:
    case errc::read_only_database:
        return 409;
    case errc::connection_failed:
    case errc::authentication_failed:
    case errc::connection_lost:
    case errc::no_database:
        return 503;
    case errc::internal:
        return 500;
    case errc::not_available:
        return 501;
    default:
        return 422;
    }
}

response problem(error_info const& info) {
    return problem(info, status_of(info.code));
}

response problem(error_info const& info, unsigned status) {
    boost::json::object document{
        {"type", std::string{documentation} + std::string{name_of(info.code)}},
        {"title", info.message},
        {"status", status},
        {"detail", info.reason.empty() ? info.message : info.message + ": " + info.reason},
    };
    auto const known = to_json(info);
    for (auto const& [name, value] : known.as_object()) {
        auto const* text = value.if_string();
        if (!value.is_null() && (text == nullptr || !text->empty()))
            document.insert_or_assign(member_of(name), value);
    }
    return text_response(boost::json::serialize(document), "application/problem+json", status);
}

} // namespace alembicore::server::http
