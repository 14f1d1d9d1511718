#include "options.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <limits>

namespace alembicore::bindings {

namespace {

boost::json::object parse_members(std::string_view text) {
    if (text.empty())
        return {};
    boost::json::error_code failure;
    auto const parsed = boost::json::parse(text, failure);
    if (failure || !parsed.is_object())
        throw error{
            errc::bad_usage,
            "the options are no JSON object" + (failure ? ": " + failure.message() : std::string{}),
            "give an object such as {\"lock_timeout\": \"5s\"}, or nothing"};
    return parsed.as_object();
}

} // namespace

options::options(std::string_view text) : members_{parse_members(text)} {}

boost::json::value const* options::member(std::string_view name) {
    known_.emplace_back(name);
    auto const* found = members_.if_contains(name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string> options::text(std::string_view name) {
    auto const* given = member(name);
    if (given == nullptr)
        return std::nullopt;
    if (!given->is_string())
        refuse(name, "a text is needed", "write it in quotes");
    return std::string{given->as_string()};
}

std::optional<std::uint64_t> options::count(std::string_view name) {
    auto const* given = member(name);
    if (given == nullptr)
        return std::nullopt;
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    if (!given->is_int64() || given->as_int64() < 0 || given->as_int64() > most)
        refuse(name, "a whole number is needed", "give one from 0 to " + std::to_string(most));
    return static_cast<std::uint64_t>(given->as_int64());
}

bool options::flag(std::string_view name) {
    auto const* given = member(name);
    if (given == nullptr)
        return false;
    if (!given->is_bool())
        refuse(name, "true or false is needed", "give one of them");
    return given->as_bool();
}

std::vector<std::string> options::texts(std::string_view name) {
    auto const* given = member(name);
    if (given == nullptr)
        return {};
    auto const* all = given->if_array();
    if (all == nullptr || !std::ranges::all_of(*all, [](auto const& each) { return each.is_string(); }))
        refuse(name, "an array of texts is needed", "give one, such as [\"a\", \"b\"]");
    std::vector<std::string> words;
    for (auto const& each : *all)
        words.emplace_back(each.as_string());
    return words;
}

std::optional<std::map<std::string, std::string>> options::text_map(std::string_view name) {
    auto const* given = member(name);
    if (given == nullptr)
        return std::nullopt;
    auto const* all = given->if_object();
    if (all == nullptr || !std::ranges::all_of(*all, [](auto const& each) { return each.value().is_string(); }))
        refuse(name, "an object of texts is needed", "give one, such as {\"NAME\": \"value\"}");
    std::map<std::string, std::string> map;
    for (auto const& each : *all)
        map.emplace(std::string{each.key()}, std::string{each.value().as_string()});
    return map;
}

void options::refuse_others() const {
    for (auto const& each : members_)
        if (std::ranges::find(known_, std::string_view{each.key()}) == known_.end()) {
            std::string all;
            for (auto const& name : known_)
                all += (all.empty() ? "" : ", ") + name;
            refuse(each.key(), "there is no such option here", "the options are: " + all);
        }
}

void options::refuse(std::string_view name, std::string const& problem, std::string remedy) {
    throw error{errc::bad_usage, "option " + std::string{name} + ": " + problem, std::move(remedy)};
}

} // namespace alembicore::bindings
