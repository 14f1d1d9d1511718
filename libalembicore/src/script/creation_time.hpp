// When a revision is made: Create Date and the dates in file names, as Python's datetime has them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace alembicore::script {

struct creation_time {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int microsecond = 0;
    std::optional<std::chrono::seconds> offset; ///< from UTC; absent: a naive local time
    std::int64_t epoch = 0;                     ///< seconds since 1970 in UTC
};

using instant = std::chrono::sys_time<std::chrono::microseconds>;

/// The time in a zone of the tz database, whose name is tried in upper case too; empty: local time, without a zone.
/// Errors: bad_configuration (no such zone).
[[nodiscard]] creation_time creation_time_at(instant when, std::string const& timezone);

/// `str(datetime)`: `2024-01-31 23:59:01.000123+02:00`
[[nodiscard]] std::string render(creation_time const& time);

} // namespace alembicore::script
