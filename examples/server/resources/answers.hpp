// JSON in and out of requests.
#pragma once

#include "http/message.hpp"

#include <alembicore/catalog.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::server::resources {

[[nodiscard]] http::response json_response(boost::json::value const& value, unsigned status = 200);

/// A problem document with status 404.
[[nodiscard]] http::response not_found(std::string what, std::string remedy);

/// The members of a request's JSON body. Those that are not asked for by name are refused, as misspelt ones.
class body_members {
public:
    /// Errors: bad_usage where the body is no JSON object.
    explicit body_members(http::request const& of);

    /// Errors of all: bad_usage, naming the member, where it is missing or of another type.
    [[nodiscard]] std::string text(std::string_view name);
    [[nodiscard]] std::string text_or(std::string_view name, std::string otherwise);
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view name);
    [[nodiscard]] bool flag(std::string_view name);
    [[nodiscard]] std::optional<std::uint64_t> optional_number(std::string_view name);
    /// A text alone is one of them.
    [[nodiscard]] std::vector<std::string> texts(std::string_view name);
    /// Null where it is missing.
    [[nodiscard]] boost::json::value const* value(std::string_view name);

    /// Errors: bad_usage where there is a member that nobody asked for.
    void finish() const;

private:
    boost::json::object members_;
    std::vector<std::string> asked_;
};

/// A number in the query. Errors: bad_usage where it is none.
[[nodiscard]] std::optional<std::uint64_t> number_in_query(http::request const& of, std::string_view name);

/// `users` in the schema public, or `schema.table`.
[[nodiscard]] catalog::name table_name(std::string const& text);

} // namespace alembicore::server::resources
