#include "resources/answers.hpp"

#include "http/problem.hpp"

#include <alembicore/error.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

namespace alembicore::server::resources {

namespace {

error wrong_member(std::string_view name, std::string_view wanted) {
    return error{
        errc::bad_usage,
        "the member '" + std::string{name} + "' of the body is missing or no " + std::string{wanted},
        "see /docs for what this request takes"};
}

/// PostgreSQL's texts have no NUL, and C's end with it: what is read and what is run would not be the same.
bool has_nul(boost::json::value const& value) {
    if (auto const* text = value.if_string())
        return text->find('\0') != boost::json::string::npos;
    if (auto const* list = value.if_array())
        return std::ranges::any_of(*list, has_nul);
    auto const* members = value.if_object();
    return members != nullptr && std::ranges::any_of(*members, [](auto const& member) {
               return member.key().find('\0') != std::string_view::npos || has_nul(member.value());
           });
}

} // namespace

http::response json_response(boost::json::value const& value, unsigned status) {
    return http::text_response(boost::json::serialize(value), "application/json", status);
}

boost::json::array array_of(std::vector<std::string> const& texts) {
    boost::json::array made;
    for (auto const& each : texts)
        made.emplace_back(each);
    return made;
}

http::response not_found(std::string what, std::string remedy) {
    error_info info;
    info.code = errc::bad_usage;
    info.message = std::move(what);
    info.remedy = std::move(remedy);
    return http::problem(info, 404);
}

body_members::body_members(http::request const& of) {
    if (of.body.empty())
        return;
    boost::system::error_code failed;
    auto parsed = boost::json::parse(of.body, failed);
    if (failed || !parsed.is_object())
        throw error{
            errc::bad_usage,
            failed ? "the body of the request is no JSON: " + failed.message()
                   : "the body of the request is no JSON object",
            "send an object, like {\"target\": \"head\"}"};
    if (has_nul(parsed))
        throw error{errc::bad_usage, "a text of the body has a character NUL", "PostgreSQL has no such texts"};
    members_ = std::move(parsed.as_object());
}

boost::json::value const* body_members::value(std::string_view name) {
    asked_.emplace_back(name);
    auto const* found = members_.if_contains(name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string> body_members::optional_text(std::string_view name) {
    auto const* found = value(name);
    if (found == nullptr)
        return std::nullopt;
    if (!found->is_string())
        throw wrong_member(name, "text");
    return std::string{found->as_string()};
}

std::string body_members::text(std::string_view name) {
    auto found = optional_text(name);
    if (!found)
        throw wrong_member(name, "text");
    return std::move(*found);
}

std::string body_members::text_or(std::string_view name, std::string otherwise) {
    return optional_text(name).value_or(std::move(otherwise));
}

bool body_members::flag(std::string_view name) {
    auto const* found = value(name);
    if (found != nullptr && !found->is_bool())
        throw wrong_member(name, "true or false");
    return found != nullptr && found->as_bool();
}

std::optional<std::uint64_t> body_members::optional_number(std::string_view name) {
    auto const* found = value(name);
    if (found == nullptr)
        return std::nullopt;
    boost::system::error_code failed;
    auto const number = found->to_number<std::uint64_t>(failed);
    if (failed)
        throw wrong_member(name, "number from 0 on");
    return number;
}

std::vector<std::string> body_members::texts(std::string_view name) {
    auto const* found = value(name);
    if (found == nullptr)
        return {};
    if (found->is_string())
        return {std::string{found->as_string()}};
    auto const* list = found->if_array();
    if (list == nullptr || !std::ranges::all_of(*list, [](auto const& each) { return each.is_string(); }))
        throw wrong_member(name, "list of texts");
    std::vector<std::string> texts;
    for (auto const& each : *list)
        texts.emplace_back(each.as_string());
    return texts;
}

void body_members::finish() const {
    for (auto const& [name, ignored] : members_)
        if (std::ranges::find(asked_, std::string_view{name}) == asked_.end())
            throw error{
                errc::bad_usage,
                "the member '" + std::string{name} + "' of the body is not known",
                "see /docs for what this request takes"};
}

void refuse_word(std::string_view member, std::string_view word, std::string const& allowed) {
    throw error{
        errc::bad_usage,
        "'" + std::string{word} + "' is not known as '" + std::string{member} + "'",
        "give one of: " + allowed};
}

std::optional<std::uint64_t> number_in_query(http::request const& of, std::string_view name) {
    auto const text = of.parameter(name);
    if (!text)
        return std::nullopt;
    std::uint64_t number = 0;
    auto const [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (failed != std::errc{} || end != text->data() + text->size())
        throw error{errc::bad_usage, "'" + std::string{name} + "' is no number: " + *text, "give digits only"};
    return number;
}

catalog::name table_name(std::string const& text) {
    auto const dot = text.find('.');
    if (dot == std::string::npos)
        return {"public", text};
    return {text.substr(0, dot), text.substr(dot + 1)};
}

} // namespace alembicore::server::resources
