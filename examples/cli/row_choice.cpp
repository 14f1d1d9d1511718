#include "row_choice.hpp"

#include <alembicore/error.hpp>

#include <boost/algorithm/string/split.hpp>

#include <algorithm>

namespace alembicore::cli {

namespace {

struct sign {
    std::string_view text;
    data::comparison how;
};

// Longer signs first.
constexpr sign signs[] = {
    {"!=", data::comparison::not_equals},
    {"<=", data::comparison::at_most},
    {">=", data::comparison::at_least},
    {"=", data::comparison::equals},
    {"<", data::comparison::less},
    {">", data::comparison::greater},
    {"~", data::comparison::contains},
};

data::condition parse_condition(std::string const& text) {
    auto const begin = text.find_first_of("!=<>~");
    if (begin != std::string::npos && begin != 0)
        for (auto const& [sign, how] : signs) {
            if (text.compare(begin, sign.size(), sign) != 0)
                continue;
            std::string column = text.substr(0, begin);
            std::string value = text.substr(begin + sign.size());
            if (value.empty() && how == data::comparison::equals)
                return {.column = std::move(column), .how = data::comparison::is_null, .values = {}};
            if (value.empty() && how == data::comparison::not_equals)
                return {.column = std::move(column), .how = data::comparison::is_not_null, .values = {}};
            return {.column = std::move(column), .how = how, .values = {std::move(value)}};
        }
    throw error{
        errc::bad_usage,
        "--where " + text + " is no condition",
        "write a column, one of = != < <= > >= ~, and a value: --where 'age>=18'"};
}

} // namespace

catalog::name parse_table_name(std::string const& word) {
    auto const dot = word.find('.');
    if (dot == std::string::npos)
        return {"public", word};
    return {word.substr(0, dot), word.substr(dot + 1)};
}

std::vector<data::sort_key> parse_sort(std::string const& text) {
    std::vector<data::sort_key> keys;
    if (text.empty())
        return keys;
    std::vector<std::string> words;
    boost::algorithm::split(words, text, [](char c) { return c == ','; });
    for (auto const& word : words) {
        bool const descending = word.starts_with('-');
        keys.push_back({.column = word.substr(descending ? 1 : 0), .descending = descending, .nulls_first = {}});
    }
    return keys;
}

data::filter parse_filter(std::vector<std::string> const& conditions) {
    data::filter wanted;
    for (auto const& each : conditions)
        wanted.conditions.push_back(parse_condition(each));
    return wanted;
}

data::row_key parse_key(std::vector<std::string> const& pairs) {
    data::row_key key;
    for (auto const& pair : pairs) {
        auto const sign = pair.find('=');
        if (sign == std::string::npos || sign == 0)
            throw error{errc::bad_usage, '\'' + pair + "' is no key", "write column=value"};
        key.emplace_back(pair.substr(0, sign), pair.substr(sign + 1));
    }
    return key;
}

} // namespace alembicore::cli
