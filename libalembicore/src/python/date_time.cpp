// datetime values: arithmetic, order, text.
#include "python/date_time.hpp"

#include "python/builtins.hpp"
#include "python/calendar.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/ordering.hpp"

#include <cstdlib>

namespace alembicore::python {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;
using syntax::binary_operator;
using syntax::comparison_operator;

namespace {

/// More than any two dates are apart; Python goes further, but no 64-bit count of microseconds does.
constexpr std::int64_t longest_span = 1'000'000'000'000'000'000;

} // namespace

calendar_parts split_moment(moment local) {
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

std::string offset_text(minutes offset, std::string_view separator) {
    auto const count = std::abs(offset.count());
    return (offset.count() < 0 ? "-" : "+") + print_numbers("%02d", static_cast<int>(count / 60)) +
           std::string{separator} + print_numbers("%02d", static_cast<int>(count % 60));
}

value make_span(std::int64_t count) {
    if (count > longest_span || count < -longest_span)
        throw not_evaluable("a timedelta of more than 30000 years is not evaluated");
    return std::make_shared<time_span>(microseconds{count});
}

value make_moment(moment local, std::optional<minutes> offset) {
    static constexpr auto first = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
    static constexpr auto last = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + days{1};
    if (local < first || local >= last)
        throw python_error("OverflowError", "date value out of range");
    return std::make_shared<calendar_time>(local, offset);
}

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

namespace {

value divided(binary_operator op, std::int64_t left, std::int64_t right) {
    if (right == 0)
        throw python_error("ZeroDivisionError", "integer division or modulo by zero");
    if (op == binary_operator::divide)
        return static_cast<double>(left) / static_cast<double>(right);
    auto const whole = left / right;
    return left % right != 0 && (left < 0) != (right < 0) ? whole - 1 : whole;
}

} // namespace

std::optional<value> time_span::binary(evaluation&, binary_operator op, value const& other, operand_side side) {
    if (auto const span = other.as<time_span>()) {
        auto const left = side == operand_side::left ? length_ : span->length_;
        auto const right = side == operand_side::left ? span->length_ : length_;
        if (op == binary_operator::add)
            return make_span((left + right).count());
        if (op == binary_operator::subtract)
            return make_span((left - right).count());
        if (op == binary_operator::divide || op == binary_operator::floor_divide)
            return divided(op, left.count(), right.count());
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
    auto const rest = split_moment(moment{length_ - whole_days});
    std::string text;
    if (whole_days.count() != 0)
        text = std::to_string(whole_days.count()) + (std::abs(whole_days.count()) == 1 ? " day, " : " days, ");
    text += print_numbers("%d:%02d:%02d", rest.hour, rest.minute, rest.second);
    if (rest.microsecond != 0)
        text += print_numbers(".%06d", rest.microsecond);
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
    auto const at = split_moment(local_);
    auto text = print_numbers("%04d-%02u-%02u", at.year, at.month, at.day);
    if (is_date_)
        return text;
    text += separator;
    text += print_numbers("%02d:%02d:%02d", at.hour, at.minute, at.second);
    if (at.microsecond != 0)
        text += print_numbers(".%06d", at.microsecond);
    return offset_ ? text + offset_text(*offset_) : text;
}

std::string calendar_time::repr(evaluation& run) {
    auto const at = split_moment(local_);
    if (is_date_)
        return print_numbers("datetime.date(%d, %u, %u)", at.year, at.month, at.day);
    auto text = print_numbers("datetime.datetime(%d, %u, %u, %d, %d", at.year, at.month, at.day, at.hour, at.minute);
    if (at.second != 0 || at.microsecond != 0)
        text += ", " + std::to_string(at.second);
    if (at.microsecond != 0)
        text += ", " + std::to_string(at.microsecond);
    if (offset_)
        text += ", tzinfo=" + fixed_zone{*offset_}.repr(run);
    return text + ")";
}

std::optional<value> calendar_time::attribute(evaluation&, std::string_view name) {
    auto const at = split_moment(local_);
    if (name == "year")
        return value{at.year};
    if (name == "month")
        return value{at.month};
    if (name == "day")
        return value{at.day};
    if (auto const* found = (is_date_ ? date_methods() : datetime_methods()).find(name))
        return bind_method(shared_from_this(), *found);
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
    refuse("attribute '" + std::string{name} + "' of");
}

std::optional<value> calendar_time::binary(evaluation&, binary_operator op, value const& other, operand_side side) {
    auto const span = other.as<time_span>();
    bool const adds = op == binary_operator::add;
    if (span != nullptr && (adds || (op == binary_operator::subtract && side == operand_side::left))) {
        auto const length = is_date_ ? microseconds{std::chrono::floor<days>(span->duration())} : span->duration();
        auto const result = make_moment(adds ? local_ + length : local_ - length, offset_);
        if (is_date_)
            return value{
                std::make_shared<calendar_time>(std::chrono::floor<days>(result.as<calendar_time>()->local()))};
        return result;
    }
    auto const when = other.as<calendar_time>();
    if (when == nullptr || op != binary_operator::subtract || side != operand_side::left)
        return std::nullopt;
    if (when->is_date_ != is_date_)
        return std::nullopt;
    if (when->offset_.has_value() != offset_.has_value())
        throw type_error("can't subtract offset-naive and offset-aware datetimes");
    auto const shift = offset_.value_or(minutes{0}) - when->offset_.value_or(minutes{0});
    return make_span((local_ - when->local_ - shift).count());
}

std::optional<value> calendar_time::compare(evaluation&, comparison_operator op, value const& other) {
    auto const when = other.as<calendar_time>();
    if (when == nullptr)
        return std::nullopt;
    bool const equality = op == comparison_operator::equal || op == comparison_operator::not_equal;
    if (when->is_date_ != is_date_ || when->offset_.has_value() != offset_.has_value()) {
        if (equality)
            return op == comparison_operator::not_equal;
        throw type_error(
            when->is_date_ != is_date_ ? "can't compare datetime.datetime to datetime.date"
                                       : "can't compare offset-naive and offset-aware datetimes"
        );
    }
    return ordered(op, local_ - offset_.value_or(minutes{0}), when->local_ - when->offset_.value_or(minutes{0}));
}

bool calendar_time::same_key(object const& other) const {
    auto const* when = dynamic_cast<calendar_time const*>(&other);
    return when != nullptr && when->is_date_ == is_date_ && when->offset_.has_value() == offset_.has_value() &&
           local_ - offset_.value_or(minutes{0}) == when->local_ - when->offset_.value_or(minutes{0});
}

std::size_t calendar_time::hash() const {
    return static_cast<std::size_t>((local_ - offset_.value_or(minutes{0})).time_since_epoch().count());
}

} // namespace alembicore::python
