// datetime and time: the classes, their constructors and methods, and the clock.
#include "python/builtins.hpp"
#include "python/calendar.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"

#include <cmath>

#include <time.h>

namespace alembicore::python {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;

namespace {

std::int64_t number_in(bound_arguments const& given, char const* name, std::int64_t low, std::int64_t high) {
    auto const& item = given[name];
    auto const whole = item.integer();
    if (!whole || item.get_if<double>() != nullptr)
        throw type_error("'" + type_name_of(item) + "' object cannot be interpreted as an integer");
    if (*whole < low || *whole > high) {
        if (std::string_view{name} == "year")
            throw value_error("year " + std::to_string(*whole) + " is out of range");
        throw value_error(std::string{name} + " must be in " + std::to_string(low) + ".." + std::to_string(high));
    }
    return *whole;
}

std::chrono::sys_days day_in(bound_arguments const& given) {
    return checked_day(
        number_in(given, "year", 1, 9999), number_in(given, "month", 1, 12), number_in(given, "day", 1, 31)
    );
}

std::optional<minutes> zone_in(bound_arguments const& given, char const* parameter) {
    if (given[parameter].is_none())
        return std::nullopt;
    auto const zone = given[parameter].as<fixed_zone>();
    if (zone == nullptr)
        throw given.refusal(parameter, "only fixed offsets are evaluated");
    return zone->offset();
}

value make_datetime(evaluation&, bound_arguments const& given) {
    auto const of_day = std::chrono::hours{number_in(given, "hour", 0, 23)} +
                        minutes{number_in(given, "minute", 0, 59)} +
                        std::chrono::seconds{number_in(given, "second", 0, 59)} +
                        microseconds{number_in(given, "microsecond", 0, 999'999)};
    return std::make_shared<calendar_time>(day_in(given) + of_day, zone_in(given, "tzinfo"));
}

value make_date(evaluation&, bound_arguments const& given) {
    return std::make_shared<calendar_time>(day_in(given));
}

value make_timedelta(evaluation&, bound_arguments const& given) {
    struct unit {
        char const* name;
        std::int64_t length;
    };

    static constexpr unit units[] = {
        {"days", 86'400'000'000},
        {"seconds", 1'000'000},
        {"microseconds", 1},
        {"milliseconds", 1000},
        {"minutes", 60'000'000},
        {"hours", 3'600'000'000},
        {"weeks", 604'800'000'000},
    };
    std::int64_t total = 0;
    for (auto const& [name, length] : units) {
        std::int64_t part = 0;
        if (auto const* real = given[name].get_if<double>()) {
            auto const exact = *real * static_cast<double>(length);
            if (exact != std::floor(exact) || std::abs(exact) > 9e15)
                throw given.refusal(name, "a fraction that is no whole number of microseconds is not evaluated");
            part = static_cast<std::int64_t>(exact);
        } else if (!given[name].integer()) {
            throw type_error(
                "unsupported type for timedelta " + std::string{name} + " component: " + type_name_of(given[name])
            );
        } else if (__builtin_mul_overflow(*given[name].integer(), length, &part)) {
            throw not_evaluable("a timedelta of more than 30000 years is not evaluated");
        }
        if (__builtin_add_overflow(total, part, &total))
            throw not_evaluable("a timedelta of more than 30000 years is not evaluated");
    }
    return make_span(total);
}

value make_zone(evaluation&, bound_arguments const& given) {
    auto const span = given["offset"].as<time_span>();
    auto const count = span == nullptr ? microseconds{1} : span->duration();
    if (count % minutes{1} != microseconds{0} || std::abs(count / minutes{1}) >= 24 * 60 || given.given("name"))
        throw given.refusal("offset", "only whole minutes without a name are evaluated");
    return std::make_shared<fixed_zone>(std::chrono::duration_cast<minutes>(count));
}

value moment_now(std::optional<minutes> offset) {
    auto const utc = present();
    return offset ? make_moment(utc + *offset, offset) : make_moment(utc + local_offset(utc), std::nullopt);
}

value now(evaluation&, bound_arguments const& given) {
    return moment_now(zone_in(given, "tz"));
}

value local_now(evaluation&, bound_arguments const&) {
    return moment_now(std::nullopt);
}

value utc_now(evaluation&, bound_arguments const&) {
    return make_moment(present(), std::nullopt);
}

value today(evaluation&, bound_arguments const&) {
    auto const utc = present();
    return std::make_shared<calendar_time>(std::chrono::floor<days>(utc + local_offset(utc)));
}

value read_by_format(evaluation&, bound_arguments const& given) {
    return parse_date(given.text("date_string"), given.text("format"));
}

value read_iso_datetime(evaluation&, bound_arguments const& given) {
    return parse_iso_datetime(given.text("date_string"));
}

value read_iso_date(evaluation&, bound_arguments const& given) {
    auto const text = given.text("date_string");
    if (text.size() != std::string_view{"YYYY-MM-DD"}.size())
        throw given.refusal("date_string", "only YYYY-MM-DD is evaluated");
    return std::make_shared<calendar_time>(std::chrono::floor<days>(parse_iso_datetime(text).as<calendar_time>()->local(
    )));
}

moment moment_of(bound_arguments const& given) {
    auto const& stamp = given["timestamp"];
    constexpr double furthest = 2.5e11; // the year 9892
    if (auto const whole = stamp.integer(); whole && std::abs(static_cast<double>(*whole)) < furthest)
        return moment{std::chrono::seconds{*whole}};
    auto const number = stamp.number();
    if (!number || !(std::abs(*number) < furthest))
        throw given.refusal("timestamp", "this is not evaluated as a time");
    // Half microseconds go to the even neighbour, as in CPython.
    return moment{microseconds{static_cast<std::int64_t>(std::nearbyint(*number * 1e6))}};
}

value of_timestamp(evaluation&, bound_arguments const& given) {
    auto const utc = moment_of(given);
    auto const offset = zone_in(given, "tz");
    return offset ? make_moment(utc + *offset, offset) : make_moment(utc + local_offset(utc), std::nullopt);
}

value of_utc_timestamp(evaluation&, bound_arguments const& given) {
    return make_moment(moment_of(given), std::nullopt);
}

value combine(evaluation&, bound_arguments const& given) {
    auto const day = given["date"].as<calendar_time>();
    auto const time = given["time"].as<time_of_day>();
    if (day == nullptr || time == nullptr)
        throw given.refusal(day == nullptr ? "date" : "time", "only a date and a time are evaluated");
    return std::make_shared<calendar_time>(
        std::chrono::floor<days>(day->local()) + time->since_midnight(), zone_in(given, "tzinfo")
    );
}

value make_time(evaluation&, bound_arguments const& given) {
    return make_time_of_day(given);
}

value read_iso_time(evaluation&, bound_arguments const& given) {
    auto const text = given.text("time_string");
    if (text.size() != std::string_view{"HH:MM:SS"}.size() && text.size() != std::string_view{"HH:MM"}.size())
        throw given.refusal("time_string", "only HH:MM and HH:MM:SS are evaluated");
    auto const whole = parse_iso_datetime("2000-01-01T" + text).as<calendar_time>()->local();
    return std::make_shared<time_of_day>(whole - std::chrono::floor<days>(whole));
}

struct date_types {
    std::shared_ptr<native_type> span = std::make_shared<native_type>("timedelta", std::vector{builtin_type("object")});
    std::shared_ptr<native_type> zone = std::make_shared<native_type>("timezone", std::vector{builtin_type("object")});
    std::shared_ptr<native_type> date = std::make_shared<native_type>("date", std::vector{builtin_type("object")});
    std::shared_ptr<native_type> datetime = std::make_shared<native_type>("datetime", std::vector<type_pointer>{date});
    std::shared_ptr<native_type> time = std::make_shared<native_type>("time", std::vector{builtin_type("object")});

    date_types() {
        span->constructor(
            "(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)", make_timedelta
        );
        zone->constructor("(offset, name=...)", make_zone);
        zone->set("utc", std::make_shared<fixed_zone>(minutes{0}));
        date->constructor("(year, month, day)", make_date);
        datetime->constructor(
            "(year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", make_datetime
        );
        time->constructor("(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", make_time);
        add_limits();
        add_clock();
        add_readers();
    }

private:
    void add_limits() {
        constexpr auto first = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
        constexpr auto last = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};
        constexpr auto end_of_day = days{1} - microseconds{1};
        date->set("min", std::make_shared<calendar_time>(first)).set("max", std::make_shared<calendar_time>(last));
        datetime->set("min", std::make_shared<calendar_time>(moment{first}, std::nullopt))
            .set("max", std::make_shared<calendar_time>(last + end_of_day, std::nullopt));
        time->set("min", std::make_shared<time_of_day>(microseconds{0}))
            .set("max", std::make_shared<time_of_day>(end_of_day));
    }

    // The present time is what Python would take, too: a value of its own in each run.
    void add_clock() {
        datetime->set("now", make_function("now(tz=None)", now, effect::none));
        datetime->set("utcnow", make_function("utcnow()", utc_now, effect::none));
        datetime->set("today", make_function("today()", local_now, effect::none));
        date->set("today", make_function("today()", today, effect::none));
    }

    void add_readers() {
        datetime->set("strptime", make_function("strptime(date_string, format, /)", read_by_format, effect::none));
        datetime->set("fromisoformat", make_function("fromisoformat(date_string, /)", read_iso_datetime, effect::none));
        date->set("fromisoformat", make_function("fromisoformat(date_string, /)", read_iso_date, effect::none));
        datetime->set("fromtimestamp", make_function("fromtimestamp(timestamp, tz=None)", of_timestamp, effect::none));
        datetime->set(
            "utcfromtimestamp", make_function("utcfromtimestamp(timestamp, /)", of_utc_timestamp, effect::none)
        );
        datetime->set("combine", make_function("combine(date, time, tzinfo=...)", combine, effect::none));
        time->set("fromisoformat", make_function("fromisoformat(time_string, /)", read_iso_time, effect::none));
    }
};

date_types const& types() {
    static date_types const once;
    return once;
}

value clock_reading(clockid_t clock, bool whole) {
    timespec now{};
    ::clock_gettime(clock, &now);
    auto const nanoseconds = std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
    if (whole)
        return nanoseconds.count();
    return static_cast<double>(nanoseconds.count()) / 1e9;
}

void add_time(module_registry& registry) {
    auto& time = registry.module("time");
    for (auto const& [declared, clock] :
         {std::pair{"time", CLOCK_REALTIME}, {"monotonic", CLOCK_MONOTONIC}, {"perf_counter", CLOCK_MONOTONIC}})
        for (bool const whole : {false, true})
            time.function(
                std::string{declared} + (whole ? "_ns()" : "()"),
                [clock = clock, whole](evaluation&, bound_arguments const&) { return clock_reading(clock, whole); },
                effect::none
            );
    // Nobody waits for an evaluation.
    time.function(
        "sleep(seconds, /)", [](evaluation&, bound_arguments const&) { return value{}; }, effect::none
    );
}

} // namespace

type_pointer time_span::type() const {
    return types().span;
}

type_pointer fixed_zone::type() const {
    return types().zone;
}

type_pointer time_of_day::type() const {
    return types().time;
}

type_pointer calendar_time::type() const {
    return is_date_ ? types().date : types().datetime;
}

/// `zoneinfo.ZoneInfo(key)`: zones with a fixed offset only; what the others are depends on the machine's tables.
value zone_by_name(evaluation&, bound_arguments const& given) {
    if (given.text("key") != "UTC")
        throw given.refusal("key", "only UTC is evaluated, since other zones depend on the tables of the machine");
    return std::make_shared<fixed_zone>(minutes{0});
}

void add_zones(module_registry& registry) {
    registry.module("zoneinfo").function("ZoneInfo(key)", zone_by_name, effect::none);
    auto const utc = std::make_shared<fixed_zone>(minutes{0});
    registry.module("pytz").set("utc", utc).set("UTC", utc);
    auto& zones = registry.module("dateutil.tz");
    zones.set("UTC", utc);
    zones.function(
        "tzutc()", [utc](evaluation&, bound_arguments const&) -> value { return utc; }, effect::none
    );
}

void add_datetime(module_registry& registry) {
    add_zones(registry);
    auto& module = registry.module("datetime");
    module.set("timedelta", types().span);
    module.set("timezone", types().zone);
    module.set("date", types().date);
    module.set("datetime", types().datetime);
    module.set("time", types().time);
    module.set("UTC", std::make_shared<fixed_zone>(minutes{0}));
    module.set("MINYEAR", 1);
    module.set("MAXYEAR", 9999);
    add_time(registry);
}

} // namespace alembicore::python
