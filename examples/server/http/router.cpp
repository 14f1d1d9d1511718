#include "http/router.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

namespace alembicore::server::http {

namespace {

using captured = std::map<std::string, std::string, std::less<>>;

std::vector<std::string> split_pattern(std::string const& pattern) {
    std::vector<std::string> segments;
    std::istringstream words{pattern.substr(1)};
    for (std::string word; std::getline(words, word, '/');)
        segments.push_back(word);
    return segments;
}

bool is_open(std::string_view segment) noexcept {
    return segment.starts_with('{');
}

std::optional<captured> fit(std::vector<std::string> const& pattern, std::vector<std::string> const& path) {
    if (pattern.size() != path.size())
        return std::nullopt;
    captured open;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (is_open(pattern[i]))
            open.emplace(pattern[i].substr(1, pattern[i].size() - 2), path[i]);
        else if (pattern[i] != path[i])
            return std::nullopt;
    return open;
}

} // namespace

std::string const& call::segment(std::string_view name) const {
    return segments.find(name)->second;
}

router::router(std::vector<route> routes) : routes_(std::move(routes)) {
    // A path that a route spells out is not taken by one that leaves it open.
    std::ranges::stable_sort(routes_, {}, [](route const& each) { return std::ranges::count(each.pattern, '{'); });
    for (auto const& each : routes_)
        patterns_.push_back({split_pattern(each.pattern)});
}

place router::find(http::method verb, std::vector<std::string> const& path) const {
    auto const wanted = verb == method::head ? method::get : verb;
    std::vector<http::method> others;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        auto open = fit(patterns_[i].segments, path);
        if (!open)
            continue;
        if (routes_[i].verb == wanted)
            return match{&routes_[i], std::move(*open)};
        others.push_back(routes_[i].verb);
    }
    if (others.empty())
        return no_such_path{};
    return no_such_method{std::move(others)};
}

} // namespace alembicore::server::http
