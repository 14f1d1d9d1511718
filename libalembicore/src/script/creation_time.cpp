#include "script/creation_time.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <stdexcept>

#include <date/tz.h>

namespace alembicore::script {

namespace {

using std::chrono::seconds;

date::time_zone const* find_zone(std::string const& name) {
    try {
        return date::locate_zone(name);
    } catch (std::runtime_error const&) {
        return nullptr;
    }
}

date::time_zone const& zone_named(std::string const& name) {
    if (auto const* const zone = find_zone(name))
        return *zone;
    std::string upper = name;
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (auto const* const zone = find_zone(upper))
        return *zone;
    throw error{
        errc::bad_configuration,
        "Can't locate timezone: " + name,
        "set timezone to a name of the tz database, such as UTC or Europe/Berlin; the database is the tzdata package"};
}

/// Offset of the process's own zone, which only the C library knows for TZ values of every form.
seconds local_offset(std::time_t when) {
    std::tm local{};
    ::localtime_r(&when, &local);
    return seconds{local.tm_gmtoff};
}

std::string padded(char const* format, int first, int second, int third) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), format, first, second, third);
    return text.data();
}

std::string render_offset(seconds offset) {
    auto const total = static_cast<int>(std::abs(offset.count()));
    std::string text = offset.count() < 0 ? "-" : "+";
    text += padded("%02d:%02d", total / 3600, total / 60 % 60, 0);
    if (total % 60 != 0)
        text += padded(":%02d", total % 60, 0, 0);
    return text;
}

} // namespace

creation_time creation_time_at(instant when, std::string const& timezone) {
    auto const whole = std::chrono::floor<seconds>(when);
    creation_time made;
    made.epoch = whole.time_since_epoch().count();
    if (!timezone.empty())
        made.offset = zone_named(timezone).get_info(whole).offset;
    auto const shown = when + made.offset.value_or(local_offset(static_cast<std::time_t>(made.epoch)));
    auto const day = date::floor<date::days>(shown);
    date::year_month_day const calendar{day};
    date::hh_mm_ss<std::chrono::microseconds> const clock{shown - day};
    made.year = static_cast<int>(calendar.year());
    made.month = static_cast<int>(static_cast<unsigned>(calendar.month()));
    made.day = static_cast<int>(static_cast<unsigned>(calendar.day()));
    made.hour = static_cast<int>(clock.hours().count());
    made.minute = static_cast<int>(clock.minutes().count());
    made.second = static_cast<int>(clock.seconds().count());
    made.microsecond = static_cast<int>(clock.subseconds().count());
    return made;
}

std::string render(creation_time const& time) {
    std::string text = padded("%04d-%02d-%02d", time.year, time.month, time.day);
    text += padded(" %02d:%02d:%02d", time.hour, time.minute, time.second);
    if (time.microsecond != 0)
        text += padded(".%06d", time.microsecond, 0, 0);
    if (time.offset)
        text += render_offset(*time.offset);
    return text;
}

} // namespace alembicore::script
