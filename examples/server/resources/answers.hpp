// JSON in and out of requests.
#pragma once

#include "http/message.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::server::resources {

[[nodiscard]] http::response json_response(boost::json::value const& value, unsigned status = 200);

[[nodiscard]] boost::json::array array_of(std::vector<std::string> const& texts);

/// A list of what `to_json` makes of each.
template <typename Value>
[[nodiscard]] boost::json::array list_of(std::vector<Value> const& values) {
    boost::json::array listed;
    for (auto const& each : values)
        listed.push_back(to_json(each));
    return listed;
}

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

/// A word of an interface, and what it means.
template <typename Value>
struct named {
    std::string_view word;
    Value value;
};

/// Errors: bad_usage, which names all words that there are.
[[noreturn]] void refuse_word(std::string_view member, std::string_view word, std::string const& allowed);

template <typename Value, std::size_t Count>
[[nodiscard]] Value value_named(std::string_view member, std::string_view word, named<Value> const (&all)[Count]) {
    std::string allowed;
    for (auto const& each : all) {
        if (each.word == word)
            return each.value;
        allowed += (allowed.empty() ? "" : ", ") + std::string{each.word};
    }
    refuse_word(member, word, allowed);
}

/// nullopt: the body does not say it. Errors: bad_usage.
template <typename Value, std::size_t Count>
[[nodiscard]] std::optional<Value>
one_of(body_members& body, std::string_view member, named<Value> const (&all)[Count]) {
    auto const word = body.optional_text(member);
    return word ? std::optional{value_named<Value>(member, *word, all)} : std::nullopt;
}

/// A number in the query. Errors: bad_usage where it is none.
[[nodiscard]] std::optional<std::uint64_t> number_in_query(http::request const& of, std::string_view name);

/// `users` in the schema public, or `schema.table`.
[[nodiscard]] catalog::name table_name(std::string const& text);

} // namespace alembicore::server::resources
