#include "python/date_time.hpp"

#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace alembicore::python {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;
using syntax::binary_operator;
using syntax::comparison_operator;

namespace {

template <typename... Numbers>
std::string print(char const* pattern, Numbers... numbers) {
    std::array<char, 80> buffer{};
    std::snprintf(buffer.data(), buffer.size(), pattern, numbers...);
    return buffer.data();
}

struct parts {
    int year;
    unsigned month;
    unsigned day;
    int hour;
    int minute;
    int second;
    int microsecond;
};

parts split(std::chrono::sys_time<microseconds> local) {
    auto const day = std::chrono::floor<days>(local);
    std::chrono::year_month_day const date{day};
    auto const rest = local - day;
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(rest).count();
    return {
        .year = int{date.year()},
        .month = unsigned{date.month()},
        .day = unsigned{date.day()},
        .hour = static_cast<int>(seconds / 3600),
        .minute = static_cast<int>(seconds / 60 % 60),
        .second = static_cast<int>(seconds % 60),
        .microsecond = static_cast<int>(rest.count() % 1'000'000),
    };
}

std::string offset_text(minutes offset) {
    auto const count = std::abs(offset.count());
    return print(
        "%c%02d:%02d", offset.count() < 0 ? '-' : '+', static_cast<int>(count / 60), static_cast<int>(count % 60)
    );
}

value ordered(comparison_operator op, auto const& left, auto const& right) {
    switch (op) {
    case comparison_operator::equal:
        return left == right;
    case comparison_operator::not_equal:
        return left != right;
    case comparison_operator::less:
        return left < right;
    case comparison_operator::less_equal:
        return left <= right;
    case comparison_operator::greater:
        return left > right;
    default:
        return left >= right;
    }
}

/// More than any two dates are apart; Python goes further, but no 64-bit count of microseconds does.
constexpr std::int64_t longest_span = 1'000'000'000'000'000'000;

value make_span(std::int64_t count) {
    if (count > longest_span || count < -longest_span)
        throw not_evaluable("a timedelta of more than 30000 years is not evaluated");
    return std::make_shared<time_span>(microseconds{count});
}

void check_year(std::chrono::sys_time<microseconds> moment) {
    static constexpr auto first = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
    static constexpr auto last = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + days{1};
    if (moment < first || moment >= last)
        throw python_error("OverflowError", "date value out of range");
}

} // namespace

std::optional<value> time_span::attribute(evaluation&, std::string_view name) {
    auto const whole_days = std::chrono::floor<days>(length_);
    auto const rest = length_ - whole_days;
    if (name == "days")
        return value{whole_days.count()};
    if (name == "seconds")
        return value{std::chrono::floor<std::chrono::seconds>(rest).count()};
    if (name == "microseconds")
        return value{rest.count() % 1'000'000};
    if (name == "total_seconds")
        return make_function(
            "total_seconds()",
            [count = length_.count()](evaluation&, bound_arguments const&) -> value {
                return static_cast<double>(count) / 1e6;
            },
            effect::none
        );
    refuse("attribute '" + std::string{name} + "' of");
}

std::optional<value> time_span::binary(evaluation&, binary_operator op, value const& other, operand_side side) {
    if (auto const span = other.as<time_span>()) {
        auto const left = side == operand_side::left ? length_ : span->length_;
        auto const right = side == operand_side::left ? span->length_ : length_;
        if (op == binary_operator::add)
            return make_span((left + right).count());
        if (op == binary_operator::subtract)
            return make_span((left - right).count());
        refuse("this operator between two of");
    }
    if (op == binary_operator::multiply && other.get_if<std::int64_t>() != nullptr) {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(length_.count(), *other.integer(), &product))
            throw not_evaluable("a timedelta of more than 30000 years is not evaluated");
        return make_span(product);
    }
    if (other.number() && op != binary_operator::add && op != binary_operator::subtract)
        refuse("this operator on");
    return std::nullopt;
}

std::optional<value> time_span::compare(evaluation&, comparison_operator op, value const& other) {
    auto const span = other.as<time_span>();
    if (span == nullptr)
        return std::nullopt;
    return ordered(op, length_, span->length_);
}

value time_span::unary(evaluation&, syntax::unary_operator op) {
    if (op == syntax::unary_operator::minus)
        return make_span(-length_.count());
    if (op == syntax::unary_operator::plus)
        return shared_from_this();
    refuse("~ on");
}

std::string time_span::str(evaluation&) {
    auto const whole_days = std::chrono::floor<days>(length_);
    auto const rest = split(std::chrono::sys_time<microseconds>{length_ - whole_days});
    std::string text;
    if (whole_days.count() != 0)
        text = std::to_string(whole_days.count()) + (std::abs(whole_days.count()) == 1 ? " day, " : " days, ");
    text += print("%d:%02d:%02d", rest.hour, rest.minute, rest.second);
    if (rest.microsecond != 0)
        text += print(".%06d", rest.microsecond);
    return text;
}

std::string time_span::repr(evaluation&) {
    auto const whole_days = std::chrono::floor<days>(length_).count();
    auto const rest = length_ - days{whole_days};
    auto const seconds = std::chrono::floor<std::chrono::seconds>(rest).count();
    std::string text;
    auto const add = [&](char const* name, std::int64_t number) {
        if (number != 0)
            text += (text.empty() ? "" : ", ") + std::string{name} + "=" + std::to_string(number);
    };
    add("days", whole_days);
    add("seconds", seconds);
    add("microseconds", rest.count() % 1'000'000);
    return "datetime.timedelta(" + (text.empty() ? "0" : text) + ")";
}

std::string fixed_zone::str(evaluation&) {
    return offset_.count() == 0 ? "UTC" : "UTC" + offset_text(offset_);
}

std::string fixed_zone::repr(evaluation& run) {
    if (offset_.count() == 0)
        return "datetime.timezone.utc";
    return "datetime.timezone(" + run.repr(make_span(microseconds{offset_}.count())) + ")";
}

std::string calendar_time::iso_text(std::string_view separator) const {
    auto const at = split(local_);
    auto text = print("%04d-%02u-%02u", at.year, at.month, at.day);
    if (is_date_)
        return text;
    text += separator;
    text += print("%02d:%02d:%02d", at.hour, at.minute, at.second);
    if (at.microsecond != 0)
        text += print(".%06d", at.microsecond);
    return offset_ ? text + offset_text(*offset_) : text;
}

std::string calendar_time::repr(evaluation& run) {
    auto const at = split(local_);
    if (is_date_)
        return print("datetime.date(%d, %u, %u)", at.year, at.month, at.day);
    auto text = print("datetime.datetime(%d, %u, %u, %d, %d", at.year, at.month, at.day, at.hour, at.minute);
    if (at.second != 0 || at.microsecond != 0)
        text += ", " + std::to_string(at.second);
    if (at.microsecond != 0)
        text += ", " + std::to_string(at.microsecond);
    if (offset_)
        text += ", tzinfo=" + fixed_zone{*offset_}.repr(run);
    return text + ")";
}

std::optional<value> calendar_time::attribute(evaluation&, std::string_view name) {
    auto const at = split(local_);
    if (name == "year")
        return value{at.year};
    if (name == "month")
        return value{at.month};
    if (name == "day")
        return value{at.day};
    if (name == "isoformat")
        return make_function(
            "isoformat(sep='T')",
            [self = shared_from_this()](evaluation&, bound_arguments const& given) -> value {
                return static_cast<calendar_time const&>(*self).iso_text(given.text("sep"));
            },
            effect::none
        );
    if (is_date_)
        refuse("attribute '" + std::string{name} + "' of");
    if (name == "hour")
        return value{at.hour};
    if (name == "minute")
        return value{at.minute};
    if (name == "second")
        return value{at.second};
    if (name == "microsecond")
        return value{at.microsecond};
    if (name == "tzinfo")
        return offset_ ? value{std::make_shared<fixed_zone>(*offset_)} : value{};
    if (name == "date")
        return make_function(
            "date()",
            [day = std::chrono::floor<days>(local_)](evaluation&, bound_arguments const&) -> value {
                return std::make_shared<calendar_time>(day);
            },
            effect::none
        );
    refuse("attribute '" + std::string{name} + "' of");
}

std::optional<value> calendar_time::binary(evaluation&, binary_operator op, value const& other, operand_side side) {
    auto const span = other.as<time_span>();
    bool const adds = op == binary_operator::add;
    if (span != nullptr && (adds || (op == binary_operator::subtract && side == operand_side::left))) {
        auto const length = is_date_ ? microseconds{std::chrono::floor<days>(span->duration())} : span->duration();
        auto const moment = adds ? local_ + length : local_ - length;
        check_year(moment);
        if (is_date_)
            return value{std::make_shared<calendar_time>(std::chrono::floor<days>(moment))};
        return value{std::make_shared<calendar_time>(moment, offset_)};
    }
    auto const moment = other.as<calendar_time>();
    if (moment == nullptr || op != binary_operator::subtract || side != operand_side::left)
        return std::nullopt;
    if (moment->is_date_ != is_date_)
        return std::nullopt;
    if (moment->offset_.has_value() != offset_.has_value())
        throw type_error("can't subtract offset-naive and offset-aware datetimes");
    auto const shift = offset_.value_or(minutes{0}) - moment->offset_.value_or(minutes{0});
    return make_span((local_ - moment->local_ - shift).count());
}

std::optional<value> calendar_time::compare(evaluation&, comparison_operator op, value const& other) {
    auto const moment = other.as<calendar_time>();
    if (moment == nullptr)
        return std::nullopt;
    bool const equality = op == comparison_operator::equal || op == comparison_operator::not_equal;
    if (moment->is_date_ != is_date_ || moment->offset_.has_value() != offset_.has_value()) {
        if (equality)
            return op == comparison_operator::not_equal;
        throw type_error(
            moment->is_date_ != is_date_ ? "can't compare datetime.datetime to datetime.date"
                                         : "can't compare offset-naive and offset-aware datetimes"
        );
    }
    return ordered(op, local_ - offset_.value_or(minutes{0}), moment->local_ - moment->offset_.value_or(minutes{0}));
}

bool calendar_time::same_key(object const& other) const {
    auto const* moment = dynamic_cast<calendar_time const*>(&other);
    return moment != nullptr && moment->is_date_ == is_date_ && moment->offset_.has_value() == offset_.has_value() &&
           local_ - offset_.value_or(minutes{0}) == moment->local_ - moment->offset_.value_or(minutes{0});
}

std::size_t calendar_time::hash() const {
    return static_cast<std::size_t>((local_ - offset_.value_or(minutes{0})).time_since_epoch().count());
}

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
    std::chrono::year_month_day const date{
        std::chrono::year{static_cast<int>(number_in(given, "year", 1, 9999))},
        std::chrono::month{static_cast<unsigned>(number_in(given, "month", 1, 12))},
        std::chrono::day{static_cast<unsigned>(number_in(given, "day", 1, 31))},
    };
    if (!date.ok())
        throw value_error("day is out of range for month");
    return std::chrono::sys_days{date};
}

std::optional<minutes> zone_in(bound_arguments const& given) {
    if (given["tzinfo"].is_none())
        return std::nullopt;
    auto const zone = given["tzinfo"].as<fixed_zone>();
    if (zone == nullptr)
        throw given.refusal("tzinfo", "only fixed offsets are evaluated");
    return zone->offset();
}

value make_datetime(evaluation&, bound_arguments const& given) {
    auto const of_day = std::chrono::hours{number_in(given, "hour", 0, 23)} +
                        minutes{number_in(given, "minute", 0, 59)} +
                        std::chrono::seconds{number_in(given, "second", 0, 59)} +
                        microseconds{number_in(given, "microsecond", 0, 999'999)};
    return std::make_shared<calendar_time>(day_in(given) + of_day, zone_in(given));
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

struct date_types {
    std::shared_ptr<native_type> span = std::make_shared<native_type>("timedelta", std::vector{builtin_type("object")});
    std::shared_ptr<native_type> zone = std::make_shared<native_type>("timezone", std::vector{builtin_type("object")});
    std::shared_ptr<native_type> date = std::make_shared<native_type>("date", std::vector{builtin_type("object")});
    std::shared_ptr<native_type> datetime = std::make_shared<native_type>("datetime", std::vector<type_pointer>{date});

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
        for (auto const* name : {"now", "utcnow", "today"})
            for (auto const& type : {date, datetime})
                type->set(
                    name,
                    refused_function(
                        name,
                        "the present time is different in each run",
                        "write a fixed time, or let the database take now()"
                    )
                );
    }
};

date_types const& types() {
    static date_types const once;
    return once;
}

} // namespace

type_pointer time_span::type() const {
    return types().span;
}

type_pointer fixed_zone::type() const {
    return types().zone;
}

type_pointer calendar_time::type() const {
    return is_date_ ? types().date : types().datetime;
}

void add_datetime(module_registry& registry) {
    auto& module = registry.module("datetime");
    module.set("timedelta", types().span);
    module.set("timezone", types().zone);
    module.set("date", types().date);
    module.set("datetime", types().datetime);
    module.set("UTC", std::make_shared<fixed_zone>(minutes{0}));
    auto& time = registry.module("time");
    for (auto const* name : {"time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime", "strftime"})
        time.set(name, refused_function(name, "the present time is different in each run"));
    time.function(
        "sleep(seconds)", [](evaluation&, bound_arguments const&) { return value{}; }, effect::none
    );
}

} // namespace alembicore::python
