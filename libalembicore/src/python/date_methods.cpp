// Methods of date and datetime.
#include "python/calendar.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"

#include <algorithm>

#include <time.h>

namespace alembicore::python {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;

namespace {

using given_type = bound_arguments const&;

calendar_time const& self_of(value const& self) {
    return static_cast<calendar_time const&>(*self.as_object());
}

value isoformat_of_date(evaluation&, value const& self, given_type) {
    return self_of(self).iso_text("T");
}

/// With `timespec` the text ends where it says.
value isoformat(evaluation&, value const& self, given_type given) {
    auto const& when = self_of(self);
    auto const separator = given.text("sep");
    auto const specification = given.text("timespec");
    if (specification == "auto")
        return when.iso_text(separator);
    auto const at = split_moment(when.local());
    auto text = calendar_time{std::chrono::floor<days>(when.local())}.iso_text(separator) + separator +
                print_numbers("%02d", at.hour);
    if (specification != "hours")
        text += print_numbers(":%02d", at.minute);
    if (specification != "hours" && specification != "minutes")
        text += print_numbers(":%02d", at.second);
    if (specification == "milliseconds")
        text += print_numbers(".%03d", at.microsecond / 1000);
    else if (specification == "microseconds")
        text += print_numbers(".%06d", at.microsecond);
    else if (specification != "seconds" && specification != "minutes" && specification != "hours")
        throw value_error("Unknown timespec value");
    return when.offset() ? text + offset_text(*when.offset()) : text;
}

value strftime(evaluation&, value const& self, given_type given) {
    return format_date(self_of(self), given.text("format"));
}

std::chrono::weekday weekday_of(value const& self) {
    return std::chrono::weekday{std::chrono::floor<days>(self_of(self).local())};
}

value weekday(evaluation&, value const& self, given_type) {
    return weekday_of(self).iso_encoding() - 1;
}

value isoweekday(evaluation&, value const& self, given_type) {
    return weekday_of(self).iso_encoding();
}

value toordinal(evaluation&, value const& self, given_type) {
    constexpr auto first = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
    return (std::chrono::floor<days>(self_of(self).local()) - first).count() + 1;
}

std::int64_t replaced(given_type given, char const* name, std::int64_t before) {
    return given[name].is_none() ? before : given.integer(name);
}

value replace_date(evaluation&, value const& self, given_type given) {
    auto const at = split_moment(self_of(self).local());
    return std::make_shared<calendar_time>(checked_day(
        replaced(given, "year", at.year), replaced(given, "month", at.month), replaced(given, "day", at.day)
    ));
}

std::optional<minutes> zone_offset(given_type given, char const* parameter) {
    if (given[parameter].is_none())
        return std::nullopt;
    if (auto const zone = given[parameter].as<fixed_zone>())
        return zone->offset();
    throw given.refusal(parameter, "only fixed offsets are evaluated");
}

value replace_datetime(evaluation&, value const& self, given_type given) {
    auto const& when = self_of(self);
    auto const at = split_moment(when.local());
    auto const part = [&](char const* name, std::int64_t before, std::int64_t high) {
        auto const number = replaced(given, name, before);
        if (number < 0 || number > high)
            throw value_error(std::string{name} + " must be in 0.." + std::to_string(high));
        return number;
    };
    auto const day = checked_day(
        replaced(given, "year", at.year), replaced(given, "month", at.month), replaced(given, "day", at.day)
    );
    auto const of_day = std::chrono::hours{part("hour", at.hour, 23)} + minutes{part("minute", at.minute, 59)} +
                        std::chrono::seconds{part("second", at.second, 59)} +
                        microseconds{part("microsecond", at.microsecond, 999'999)};
    auto const offset = given.given("tzinfo") ? zone_offset(given, "tzinfo") : when.offset();
    return std::make_shared<calendar_time>(day + of_day, offset);
}

value date_of(evaluation&, value const& self, given_type) {
    return std::make_shared<calendar_time>(std::chrono::floor<days>(self_of(self).local()));
}

value time_of(evaluation&, value const& self, given_type) {
    auto const local = self_of(self).local();
    return std::make_shared<time_of_day>(local - std::chrono::floor<days>(local));
}

/// What the moment is in UTC; a naive one is local time.
moment in_utc(calendar_time const& when) {
    if (when.offset())
        return when.local() - *when.offset();
    return when.local() - local_offset(when.local() - local_offset(when.local()));
}

value timestamp(evaluation&, value const& self, given_type) {
    return static_cast<double>(in_utc(self_of(self)).time_since_epoch().count()) / 1e6;
}

value astimezone(evaluation&, value const& self, given_type given) {
    auto const utc = in_utc(self_of(self));
    auto const offset = zone_offset(given, "tz").value_or(std::chrono::duration_cast<minutes>(local_offset(utc)));
    return make_moment(utc + offset, offset);
}

value utcoffset(evaluation&, value const& self, given_type) {
    auto const& when = self_of(self);
    return when.offset() ? make_span(microseconds{*when.offset()}.count()) : value{};
}

} // namespace

std::chrono::sys_days checked_day(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (year < 1 || year > 9999)
        throw value_error("year " + std::to_string(year) + " is out of range");
    if (month < 1 || month > 12)
        throw value_error("month must be in 1..12");
    std::chrono::year_month_day const date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(std::clamp<std::int64_t>(day, 0, 99))},
    };
    if (!date.ok())
        throw value_error("day is out of range for month");
    return std::chrono::sys_days{date};
}

moment present() noexcept {
    return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

std::chrono::seconds local_offset(moment utc) {
    std::time_t const count = std::chrono::floor<std::chrono::seconds>(utc).time_since_epoch().count();
    std::tm parts{};
    if (::localtime_r(&count, &parts) == nullptr)
        throw not_evaluable("the local time then is not known");
    return std::chrono::seconds{parts.tm_gmtoff};
}

method_table const& date_methods() {
    static method_table const once{
        {"isoformat()", isoformat_of_date},
        {"strftime(format)", strftime},
        {"weekday()", weekday},
        {"isoweekday()", isoweekday},
        {"toordinal()", toordinal},
        {"replace(year=None, month=None, day=None)", replace_date},
    };
    return once;
}

method_table const& datetime_methods() {
    static method_table const once{
        {"isoformat(sep='T', timespec='auto')", isoformat},
        {"strftime(format)", strftime},
        {"weekday()", weekday},
        {"isoweekday()", isoweekday},
        {"toordinal()", toordinal},
        {"replace(year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=..., "
         "*, fold=None)",
         replace_datetime},
        {"date()", date_of},
        {"time()", time_of},
        {"timestamp()", timestamp},
        {"astimezone(tz=None)", astimezone},
        {"utcoffset()", utcoffset},
    };
    return once;
}

} // namespace alembicore::python
