// Turns any described struct into JSON, member by member.
#pragma once

#include <alembicore/error.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <boost/describe.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <chrono>
#include <concepts>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace alembicore::json {

inline boost::json::value describe_value(std::string const& text) {
    return boost::json::string{text};
}

inline boost::json::value describe_value(std::filesystem::path const& path) {
    return boost::json::string{path.string()};
}

inline boost::json::value describe_value(std::chrono::microseconds elapsed) {
    return elapsed.count();
}

inline boost::json::value describe_value(errc code) {
    return boost::json::string{name_of(code)};
}

inline boost::json::value describe_value(boost::json::value const& value) {
    return value;
}

template <std::integral Number>
boost::json::value describe_value(Number number) {
    return number;
}

inline boost::json::value describe_value(double number) {
    return number;
}

template <typename Enum>

requires std::is_enum_v<Enum> boost::json::value describe_value(Enum enumerator) {
    return boost::json::string{boost::describe::enum_to_string(enumerator, "")};
}

boost::json::value describe_value(row_change const& change);
boost::json::value describe_value(engine chosen);
boost::json::value describe_value(backup_policy policy);

template <typename Value>
boost::json::value describe_value(std::optional<Value> const& value);

template <typename Value>
boost::json::value describe_value(std::vector<Value> const& values);

template <typename Struct>
requires boost::describe::has_describe_members<Struct>::value boost::json::value describe_value(Struct const& described
);

template <typename Value>
boost::json::value describe_value(std::optional<Value> const& value) {
    return value ? describe_value(*value) : boost::json::value{};
}

template <typename Value>
boost::json::value describe_value(std::vector<Value> const& values) {
    boost::json::array array;
    array.reserve(values.size());
    for (auto const& value : values)
        array.push_back(describe_value(value));
    return array;
}

/// The name of a member in JSON: a duration says its unit.
template <typename Member>
std::string key_of(char const* name) {
    std::string key = name;
    if constexpr (std::same_as<Member, std::chrono::microseconds>)
        key += "_us";
    return key;
}

template <typename Struct>

requires boost::describe::has_describe_members<Struct>::value boost::json::value describe_value(Struct const& described
) {
    boost::json::object object;
    boost::mp11::mp_for_each<boost::describe::describe_members<Struct, boost::describe::mod_public>>([&](auto member) {
        auto const& value = described.*member.pointer;
        object.emplace(key_of<std::remove_cvref_t<decltype(value)>>(member.name), describe_value(value));
    });
    return object;
}

} // namespace alembicore::json
