#include "catalog/rows.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace alembicore::catalog {

std::string row::text() {
    return std::string{next().value_or("")};
}

std::optional<std::string> row::optional_text() {
    auto const field = next();
    return field ? std::optional{std::string{*field}} : std::nullopt;
}

bool row::flag() {
    return next().value_or("f") == "t";
}

std::int64_t row::number() {
    return optional_number().value_or(0);
}

std::optional<std::int64_t> row::optional_number() {
    auto const field = next();
    if (!field)
        return std::nullopt;
    std::int64_t number = 0;
    std::from_chars(field->data(), field->data() + field->size(), number);
    return number;
}

std::vector<std::string> row::texts() {
    auto const field = next();
    if (!field)
        return {};
    std::vector<std::string> all;
    auto const parsed = boost::json::parse(*field);
    for (auto const& each : parsed.as_array())
        all.emplace_back(each.as_string());
    return all;
}

catalog::name row::name() {
    auto schema = text();
    return {std::move(schema), text()};
}

std::vector<std::pair<std::string, std::string>> row::text_pairs() {
    auto const field = next();
    if (!field)
        return {};
    std::vector<std::pair<std::string, std::string>> all;
    auto const parsed = boost::json::parse(*field);
    for (auto const& each : parsed.as_array())
        all.emplace_back(each.at(0).as_string(), each.at(1).as_string());
    return all;
}

} // namespace alembicore::catalog
