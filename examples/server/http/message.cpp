#include "http/message.hpp"

#include <algorithm>
#include <array>

namespace alembicore::server::http {

namespace {

constexpr std::array<std::string_view, 8> method_names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "?"};

unsigned char lower(char c) noexcept {
    return static_cast<unsigned char>(std::tolower(static_cast<unsigned char>(c)));
}

} // namespace

std::string_view name_of(method verb) noexcept {
    return method_names.at(static_cast<std::size_t>(verb));
}

bool field_order::operator()(std::string_view left, std::string_view right) const noexcept {
    return std::ranges::lexicographical_compare(left, right, {}, lower, lower);
}

std::optional<std::string> request::parameter(std::string_view name) const {
    auto const found = std::ranges::find(query, name, [](auto const& each) { return std::string_view{each.first}; });
    return found == query.end() ? std::nullopt : std::optional{found->second};
}

std::vector<std::string> request::parameters(std::string_view name) const {
    std::vector<std::string> values;
    for (auto const& [key, value] : query)
        if (key == name)
            values.push_back(value);
    return values;
}

std::string_view request::field(std::string_view name) const noexcept {
    auto const found = fields.find(name);
    return found == fields.end() ? std::string_view{} : found->second;
}

std::string trace_of(std::string_view traceparent) {
    constexpr std::size_t begin = 3;
    constexpr std::size_t length = 32;
    bool const proper =
        traceparent.size() >= 55 && traceparent[2] == '-' && traceparent[begin + length] == '-' &&
        traceparent.substr(begin, length).find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return proper ? std::string{traceparent.substr(begin, length)} : std::string{};
}

response text_response(std::string text, std::string content_type, unsigned status) {
    response made;
    made.status = status;
    made.content_type = std::move(content_type);
    made.body = std::make_shared<content const>(std::move(text));
    return made;
}

} // namespace alembicore::server::http
