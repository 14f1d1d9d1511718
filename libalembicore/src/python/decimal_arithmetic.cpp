#include "python/decimal.hpp"
#include "python/exception.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace alembicore::python {

namespace {

using boost::multiprecision::cpp_int;

constexpr std::int64_t precision = 28;
/// Of digits and exponents: far beyond what a column takes.
constexpr std::int64_t largest = 1200;

void refuse_beyond_limits(std::int64_t size) {
    if (size > largest || size < -largest)
        throw not_evaluable("a Decimal of that size is not evaluated");
}

cpp_int power_of_ten(std::int64_t exponent) {
    refuse_beyond_limits(exponent);
    return boost::multiprecision::pow(cpp_int{10}, static_cast<unsigned>(exponent));
}

std::int64_t length_of(cpp_int const& digits) {
    return static_cast<std::int64_t>(digits.str().size());
}

/// Digits without their last `count`, rounded.
cpp_int without_last(cpp_int const& digits, std::int64_t count, bool negative, decimal_rounding how) {
    cpp_int const unit = power_of_ten(count);
    cpp_int kept;
    cpp_int rest;
    divide_qr(digits, unit, kept, rest);
    auto const half = cpp_int{rest * 2}.compare(unit);
    bool up = false;
    switch (how) {
    case decimal_rounding::up:
        up = rest != 0;
        break;
    case decimal_rounding::down:
        break;
    case decimal_rounding::ceiling:
        up = rest != 0 && !negative;
        break;
    case decimal_rounding::floor:
        up = rest != 0 && negative;
        break;
    case decimal_rounding::half_up:
        up = half >= 0;
        break;
    case decimal_rounding::half_down:
        up = half > 0;
        break;
    case decimal_rounding::half_even:
        up = half > 0 || (half == 0 && kept % 2 != 0);
        break;
    }
    return up ? cpp_int{kept + 1} : kept;
}

decimal_number sum(decimal_number const& left, decimal_number const& right) {
    auto const exponent = std::min(left.exponent, right.exponent);
    if (left.zero() && right.zero())
        return in_context({left.negative && right.negative, 0, exponent});
    if (left.zero() || right.zero()) {
        auto const& other = left.zero() ? right : left;
        return in_context(
            rescaled(other, std::max(exponent, other.exponent - precision - 1), decimal_rounding::half_even)
        );
    }
    auto const signed_digits = [&](decimal_number const& of) {
        cpp_int const aligned = of.digits * power_of_ten(of.exponent - exponent);
        return of.negative ? cpp_int{-aligned} : aligned;
    };
    cpp_int const total = signed_digits(left) + signed_digits(right);
    return in_context({total < 0, abs(total), exponent});
}

decimal_number quotient(decimal_number const& left, decimal_number const& right) {
    bool const negative = left.negative != right.negative;
    if (right.zero())
        throw left.zero() ? decimal_error("InvalidOperation", "[<class 'decimal.DivisionUndefined'>]")
                          : decimal_error("DivisionByZero", "[<class 'decimal.DivisionByZero'>]");
    auto const ideal = left.exponent - right.exponent;
    if (left.zero())
        return in_context({negative, 0, ideal});
    auto const shift = length_of(right.digits) - length_of(left.digits) + precision + 1;
    auto exponent = ideal - shift;
    cpp_int const above = shift >= 0 ? cpp_int{left.digits * power_of_ten(shift)} : left.digits;
    cpp_int const below = shift >= 0 ? right.digits : cpp_int{right.digits * power_of_ten(-shift)};
    cpp_int digits;
    cpp_int rest;
    divide_qr(above, below, digits, rest);
    if (rest != 0 && digits % 5 == 0)
        ++digits;
    else if (rest == 0)
        for (; exponent < ideal && digits % 10 == 0; ++exponent)
            digits /= 10;
    return in_context({negative, digits, exponent});
}

struct division {
    decimal_number whole;
    decimal_number rest;
};

/// Towards zero, as decimal divides where Python's integers divide downwards.
division divide_whole(decimal_number const& left, decimal_number const& right) {
    if (right.zero())
        throw left.zero() ? decimal_error("InvalidOperation", "[<class 'decimal.DivisionUndefined'>]")
                          : decimal_error("DivisionByZero", "[<class 'decimal.DivisionByZero'>]");
    bool const negative = left.negative != right.negative;
    auto const exponent = std::min(left.exponent, right.exponent);
    if (left.zero() || left.adjusted() - right.adjusted() <= -2)
        return {{negative, 0, 0}, rescaled(left, exponent, decimal_rounding::half_even)};
    cpp_int const above = left.digits * power_of_ten(left.exponent - exponent);
    cpp_int const below = right.digits * power_of_ten(right.exponent - exponent);
    cpp_int digits;
    cpp_int rest;
    divide_qr(above, below, digits, rest);
    if (length_of(digits) > precision)
        throw decimal_error("InvalidOperation", "[<class 'decimal.DivisionImpossible'>]");
    return {{negative, digits, 0}, {left.negative, rest, exponent}};
}

/// Takes digits from the front.
std::string_view take_digits(std::string_view& text) {
    auto const end = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const taken = text.substr(0, end);
    text.remove_prefix(end);
    return taken;
}

} // namespace

std::int64_t decimal_number::adjusted() const {
    return exponent + length_of(digits) - 1;
}

std::optional<decimal_number> parse_decimal(std::string_view text) {
    decimal_number read;
    read.negative = text.starts_with('-');
    if (read.negative || text.starts_with('+'))
        text.remove_prefix(1);
    std::string digits{take_digits(text)};
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        auto const fraction = take_digits(text);
        digits += fraction;
        read.exponent = -static_cast<std::int64_t>(fraction.size());
    }
    if (digits.empty())
        return std::nullopt;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') && text.size() > 1 && text[1] != '-')
            text.remove_prefix(1);
        std::int64_t exponent = 0;
        auto const [end, status] = std::from_chars(text.data(), text.data() + text.size(), exponent);
        if (status == std::errc::result_out_of_range)
            refuse_beyond_limits(largest + 1);
        if (status != std::errc{})
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        refuse_beyond_limits(exponent);
        read.exponent += exponent;
    }
    if (!text.empty())
        return std::nullopt;
    refuse_beyond_limits(static_cast<std::int64_t>(digits.size()));
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    read.digits = cpp_int{digits};
    return read;
}

decimal_number exact_decimal(double number) {
    if (!std::isfinite(number))
        throw not_evaluable("a Decimal that is no finite number is not evaluated");
    int exponent = 0;
    auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(std::abs(number), &exponent), 53));
    exponent -= 53;
    for (; mantissa != 0 && mantissa % 2 == 0; ++exponent)
        mantissa /= 2;
    decimal_number made{.negative = std::signbit(number), .digits = mantissa};
    if (mantissa == 0)
        return made;
    if (exponent >= 0)
        made.digits <<= static_cast<unsigned>(exponent);
    else
        made.digits *= boost::multiprecision::pow(cpp_int{5}, static_cast<unsigned>(-exponent));
    made.exponent = std::min(exponent, 0);
    return made;
}

decimal_number whole_decimal(std::int64_t number) {
    cpp_int const digits{number};
    return {number < 0, abs(digits), 0};
}

std::string text_of(decimal_number const& number) {
    auto const digits = number.digits.str();
    auto const size = static_cast<std::int64_t>(digits.size());
    auto const point = number.exponent + size;
    bool const plain = number.exponent <= 0 && point > -6;
    auto const place = plain ? point : 1;
    std::string text = number.negative ? "-" : "";
    if (place <= 0)
        text += "0." + std::string(static_cast<std::size_t>(-place), '0') + digits;
    else if (place >= size)
        text += digits + std::string(static_cast<std::size_t>(place - size), '0');
    else
        text +=
            digits.substr(0, static_cast<std::size_t>(place)) + "." + digits.substr(static_cast<std::size_t>(place));
    if (point != place)
        text += (point > place ? "E+" : "E") + std::to_string(point - place);
    return text;
}

decimal_number rescaled(decimal_number const& number, std::int64_t exponent, decimal_rounding how) {
    if (number.zero())
        return {number.negative, 0, exponent};
    if (number.exponent >= exponent)
        return {number.negative, number.digits * power_of_ten(number.exponent - exponent), exponent};
    // Beyond one digit more than there are, the rest is the same: nearly nothing.
    auto const dropped = std::min(exponent - number.exponent, length_of(number.digits) + 1);
    return {number.negative, without_last(number.digits, dropped, number.negative, how), exponent};
}

decimal_number in_context(decimal_number number) {
    auto const size = length_of(number.digits);
    refuse_beyond_limits(number.exponent);
    if (size <= precision)
        return number;
    auto made = rescaled(number, number.exponent + size - precision, decimal_rounding::half_even);
    if (length_of(made.digits) > precision) {
        made.digits /= 10;
        ++made.exponent;
    }
    return made;
}

std::strong_ordering compare_decimals(decimal_number const& left, decimal_number const& right) {
    auto const exponent = std::min(left.exponent, right.exponent);
    auto const size = [&](decimal_number const& of) {
        cpp_int const digits = of.zero() ? cpp_int{0} : cpp_int{of.digits * power_of_ten(of.exponent - exponent)};
        return of.negative ? cpp_int{-digits} : digits;
    };
    return size(left).compare(size(right)) <=> 0;
}

decimal_number compute_decimals(syntax::binary_operator op, decimal_number const& left, decimal_number const& right) {
    using enum syntax::binary_operator;
    switch (op) {
    case add:
        return sum(left, right);
    case subtract:
        return sum(left, {!right.negative, right.digits, right.exponent});
    case multiply:
        return in_context({left.negative != right.negative, left.digits * right.digits, left.exponent + right.exponent}
        );
    case divide:
        return quotient(left, right);
    case floor_divide:
        return divide_whole(left, right).whole;
    case modulo:
        if (right.zero())
            throw decimal_error("InvalidOperation", "[<class 'decimal.InvalidOperation'>]");
        return in_context(divide_whole(left, right).rest);
    default:
        throw not_evaluable("this operator is not evaluated between Decimals");
    }
}

} // namespace alembicore::python
