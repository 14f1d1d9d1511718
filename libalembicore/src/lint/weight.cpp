#include "lint/weight.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace alembicore::lint {

namespace {

// Below, PostgreSQL is done before anybody notices; above, people do.
constexpr std::int64_t few_rows = 10'000;
constexpr std::int64_t small_size = 32LL << 20;
constexpr std::int64_t many_rows = 1'000'000;
constexpr std::int64_t large_size = 1LL << 30;

/// Bytes that a server of these days reads in a second, which an estimate of a scan is made with.
constexpr double reading_speed = 200e6;

std::string with_commas(std::int64_t number) {
    auto digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string shown_size(std::int64_t bytes) {
    static constexpr char const* units[] = {"bytes", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < std::size(units); ++unit)
        value /= 1024;
    auto const rounded = static_cast<std::int64_t>(value + 0.5);
    return std::to_string(rounded) + " " + units[unit];
}

std::string described(live_table const& table) {
    std::string text =
        table.rows < 0 ? "never analysed" : "about " + with_commas(table.rows) + (table.rows == 1 ? " row" : " rows");
    text += ", " + shown_size(table.size);
    if (auto const seconds = static_cast<std::int64_t>(static_cast<double>(table.size) / reading_speed); seconds > 0)
        text += ", some " + with_commas(seconds) + " s to read";
    if (auto const writes = static_cast<std::int64_t>(table.writes_per_minute()); writes > 0)
        text += ", " + with_commas(writes) + " rows written a minute";
    return text;
}

} // namespace

void weigh(finding& found, rule const& by, live_facts const* live, relation const& table) {
    if (live == nullptr)
        return;
    auto const known = live->tables.find(table);
    if (known == live->tables.end())
        return;
    found.weight = described(known->second);
    if (by.cost == cost::of_rows && known->second.has_rows)
        found.severity = severity::warning;
    if (by.cost != cost::grows)
        return;
    bool const counted = known->second.rows >= 0 || known->second.size < small_size;
    if (counted && known->second.rows < few_rows && known->second.size < small_size)
        found.severity = severity::info;
    else if (known->second.rows >= many_rows || known->second.size >= large_size)
        found.severity = severity::error;
}

} // namespace alembicore::lint
