// The name a person may have meant.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace alembicore::cli {

/// Letters to insert, remove or replace to get from one word to the other.
inline std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = i;
    for (char const letter : left) {
        std::size_t diagonal = row[0]++;
        for (std::size_t i = 1; i < row.size(); ++i) {
            std::size_t const replaced = diagonal + (letter == right[i - 1] ? 0 : 1);
            diagonal = row[i];
            row[i] = std::min({row[i] + 1, row[i - 1] + 1, replaced});
        }
    }
    return row.back();
}

/// Empty when none is near.
inline std::string_view nearest_name(std::string_view wanted, std::vector<std::string_view> const& names) {
    std::string_view nearest;
    std::size_t least = std::min<std::size_t>(3, wanted.size() / 2 + 1);
    for (auto const name : names) {
        auto const distance = edit_distance(wanted, name);
        if (distance >= least)
            continue;
        nearest = name;
        least = distance;
    }
    return nearest;
}

} // namespace alembicore::cli
