// Parts of a moment, and the text of dates: what the files of `datetime` share.
#pragma once

#include "python/date_time.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace alembicore::python {

using moment = std::chrono::sys_time<std::chrono::microseconds>;

struct calendar_parts {
    int year;
    unsigned month;
    unsigned day;
    int hour;
    int minute;
    int second;
    int microsecond;
};

[[nodiscard]] calendar_parts split_moment(moment local);

/// `strftime(format)` in the C locale. Refuses directives whose text depends on the platform.
[[nodiscard]] std::string format_date(calendar_time const& when, std::string_view format);
/// `datetime.strptime(text, format)`; ValueError where it does not match.
[[nodiscard]] value parse_date(std::string_view text, std::string_view format);
/// `datetime.fromisoformat(text)`; refuses forms that not all versions of Python read.
[[nodiscard]] value parse_iso_datetime(std::string_view text);

/// `+HH:MM`
[[nodiscard]] std::string offset_text(std::chrono::minutes offset, std::string_view separator = ":");

/// A timedelta; refuses lengths beyond what is counted.
[[nodiscard]] value make_span(std::int64_t microseconds);
/// A datetime; OverflowError outside the years 1 to 9999.
[[nodiscard]] value make_moment(moment local, std::optional<std::chrono::minutes> offset);
/// The date of these numbers; ValueError where there is no such day.
[[nodiscard]] std::chrono::sys_days checked_day(std::int64_t year, std::int64_t month, std::int64_t day);

/// How far local time is from UTC then, as the system has it.
[[nodiscard]] std::chrono::seconds local_offset(moment utc);
[[nodiscard]] moment present() noexcept;

/// `datetime.time(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)`
class bound_arguments;
[[nodiscard]] value make_time_of_day(bound_arguments const& given);

class method_table;
[[nodiscard]] method_table const& date_methods();
[[nodiscard]] method_table const& datetime_methods();

template <typename... Numbers>
std::string print_numbers(char const* pattern, Numbers... numbers) {
    std::array<char, 80> buffer{};
    std::snprintf(buffer.data(), buffer.size(), pattern, numbers...);
    return buffer.data();
}

} // namespace alembicore::python
