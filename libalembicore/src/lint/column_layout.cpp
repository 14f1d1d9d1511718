#include "lint/column_layout.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace alembicore::lint {

namespace {

struct layout {
    std::size_t size = 0;
    std::size_t alignment = 1;
};

/// Types of a fixed size. Others have a header of one byte when they are short, which needs no alignment; how long they
/// are nobody knows, so the row is looked at up to the first of them.
std::optional<layout> layout_of(std::string_view type) {
    static std::map<std::string_view, layout> const fixed{
        {"bool", {1, 1}},
        {"int2", {2, 2}},
        {"serial2", {2, 2}},
        {"int4", {4, 4}},
        {"serial4", {4, 4}},
        {"float4", {4, 4}},
        {"date", {4, 4}},
        {"oid", {4, 4}},
        {"int8", {8, 8}},
        {"serial8", {8, 8}},
        {"float8", {8, 8}},
        {"time", {8, 8}},
        {"money", {8, 8}},
        {"uuid", {16, 1}},
        {"timestamp", {8, 8}},
        {"timestamptz", {8, 8}},
        {"interval", {16, 8}},
    };
    auto const found = fixed.find(type);
    return found == fixed.end() ? std::nullopt : std::optional{found->second};
}

std::size_t padding_of(std::vector<layout> const& columns) {
    std::size_t at = 0;
    std::size_t padding = 0;
    for (auto const& each : columns) {
        auto const gap = (each.alignment - at % each.alignment) % each.alignment;
        padding += gap;
        at += gap + each.size;
    }
    return padding;
}

} // namespace

std::size_t wasted_bytes(std::vector<std::string> const& types) {
    std::vector<layout> columns;
    for (auto const& type : types)
        if (auto const known = layout_of(type))
            columns.push_back(*known);
        else
            break;
    auto best = columns;
    std::ranges::stable_sort(best, std::greater{}, &layout::alignment);
    return padding_of(columns) - padding_of(best);
}

} // namespace alembicore::lint
