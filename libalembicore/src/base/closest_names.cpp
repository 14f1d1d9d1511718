#include "base/closest_names.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace alembicore::base {

namespace {

/// Longer texts are labels or garbage, for which close names are of no use.
constexpr std::size_t longest = 64;

/// Levenshtein's distance, in which two neighbours that changed places are one slip.
std::size_t distance(std::string_view left, std::string_view right) {
    using distances = std::array<std::size_t, longest + 1>;
    distances above_last{};
    distances above{};
    distances row{};
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        above_last = std::exchange(above, row);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            std::size_t const changed = above[j - 1] + (left[i - 1] == right[j - 1] ? 0U : 1U);
            row[j] = std::min({changed, above[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                row[j] = std::min(row[j], above_last[j - 2] + 1);
        }
    }
    return row[right.size()];
}

bool begin_alike(std::string_view left, std::string_view right) {
    return left.size() >= 4 && right.size() >= 4 && (left.starts_with(right) || right.starts_with(left));
}

} // namespace

std::vector<std::string> closest_names(std::vector<std::string> const& names, std::string_view text) {
    std::vector<std::pair<std::size_t, std::string>> close;
    if (text.empty() || text.size() > longest)
        return {};
    std::size_t const tolerance = 1 + text.size() / 5;
    for (std::string const& name : names) {
        if (begin_alike(name, text)) {
            close.emplace_back(0, name);
            continue;
        }
        if (name.size() > longest || name.size() > text.size() + tolerance || text.size() > name.size() + tolerance)
            continue;
        if (auto const apart = distance(text, name); apart <= tolerance && apart < text.size())
            close.emplace_back(apart, name);
    }
    std::ranges::stable_sort(close, {}, &std::pair<std::size_t, std::string>::first);
    std::vector<std::string> best;
    for (std::size_t at = 0; at < std::min<std::size_t>(close.size(), 3); ++at)
        best.push_back(std::move(close[at].second));
    return best;
}

std::string suggest(std::vector<std::string> const& names, std::string_view text) {
    std::string question;
    for (std::string const& name : closest_names(names, text))
        question += (question.empty() ? "did you mean '" : " or '") + name + '\'';
    return question.empty() ? question : question + '?';
}

} // namespace alembicore::base
