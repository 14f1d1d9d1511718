// Built-in functions that turn values into numbers and text.
#include "python/builtins.hpp"
#include "python/decimal.hpp"
#include "python/exception.hpp"
#include "python/format.hpp"
#include "python/operations.hpp"
#include "python/string_literal.hpp"
#include "python/text.hpp"
#include "python/user_class.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace alembicore::python {

namespace {

value absolute(evaluation&, bound_arguments const& given) {
    auto const& number = given["x"];
    if (auto const* real = number.get_if<double>())
        return std::abs(*real);
    if (auto decimal = absolute_decimal(number))
        return *std::move(decimal);
    auto const whole = number.integer();
    if (!whole)
        throw type_error("bad operand type for abs(): '" + type_name_of(number) + "'");
    if (*whole == std::numeric_limits<std::int64_t>::min())
        throw given.refusal("x", "the result does not fit into 64 bits");
    return std::abs(*whole);
}

std::int64_t round_whole(std::int64_t number, std::int64_t digits) {
    std::int64_t unit = 1;
    for (std::int64_t i = digits; i < 0; ++i)
        if (__builtin_mul_overflow(unit, std::int64_t{10}, &unit))
            return 0;
    auto const rest = ((number % unit) + unit) % unit;
    auto const down = number - rest;
    bool const up = rest > unit - rest || (rest == unit - rest && (down / unit) % 2 != 0);
    return up ? down + unit : down;
}

/// Rounds the decimal text of the exact double, as CPython does.
double round_real(double number, std::int64_t digits) {
    if (digits > 300 || !std::isfinite(number))
        return number;
    if (digits < -308)
        return std::copysign(0.0, number);
    if (digits >= 0) {
        std::array<char, 700> buffer{};
        auto const size = std::snprintf(buffer.data(), buffer.size(), "%.*f", static_cast<int>(digits), number);
        return std::strtod(std::string{buffer.data(), static_cast<std::size_t>(size)}.c_str(), nullptr);
    }
    auto const unit = std::pow(10.0, static_cast<double>(-digits));
    return std::nearbyint(number / unit) * unit;
}

value round_value(evaluation&, bound_arguments const& given) {
    auto const& number = given["number"];
    auto const digits = given["ndigits"].integer();
    if (auto const* real = number.get_if<double>()) {
        if (digits)
            return round_real(*real, *digits);
        if (!std::isfinite(*real))
            throw value_error("cannot convert float NaN to integer");
        if (std::abs(*real) >= 9.2e18)
            throw given.refusal("number", "the result does not fit into 64 bits");
        return static_cast<std::int64_t>(std::nearbyint(*real));
    }
    if (auto const whole = number.integer())
        return digits && *digits < 0 ? round_whole(*whole, *digits) : *whole;
    if (auto decimal = rounded_decimal(number, digits))
        return *std::move(decimal);
    throw type_error("type " + type_name_of(number) + " doesn't define __round__ method");
}

value power(evaluation& run, bound_arguments const& given) {
    if (!given["mod"].is_none())
        throw given.refusal("mod", "modular powers are not evaluated");
    return apply_binary(run, syntax::binary_operator::power, given["base"], given["exp"]);
}

value divide_with_rest(evaluation& run, bound_arguments const& given) {
    return value::tuple({
        apply_binary(run, syntax::binary_operator::floor_divide, given["x"], given["y"]),
        apply_binary(run, syntax::binary_operator::modulo, given["x"], given["y"]),
    });
}

value code_of(evaluation&, bound_arguments const& given) {
    if (auto const text = given["c"].text()) {
        if (auto const count = code_points_of(*text); count != 1)
            throw type_error("ord() expected a character, but string of length " + std::to_string(count) + " found");
        return static_cast<std::int64_t>(decode_code_point(*text));
    }
    throw type_error("ord() expected string of length 1, but " + type_name_of(given["c"]) + " found");
}

value character_of(evaluation&, bound_arguments const& given) {
    auto const code = given["i"].integer();
    if (!code || given["i"].get_if<double>() != nullptr)
        throw type_error("'" + type_name_of(given["i"]) + "' object cannot be interpreted as an integer");
    if (*code < 0 || *code > 0x10FFFF)
        throw value_error("chr() arg not in range(0x110000)");
    if (*code >= 0xD800 && *code <= 0xDFFF)
        throw given.refusal("i", "a lone surrogate is not evaluated");
    std::string text;
    append_utf8(text, static_cast<char32_t>(*code));
    return text;
}

value format_based(evaluation& run, bound_arguments const& given, char const* specification) {
    if (!given["x"].integer() || given["x"].get_if<double>() != nullptr)
        throw type_error("'" + type_name_of(given["x"]) + "' object cannot be interpreted as an integer");
    return format_value(run, value{*given["x"].integer()}, specification);
}

value hash_value(evaluation&, bound_arguments const& given) {
    if (auto const whole = given["object"].integer(); whole && *whole >= 0 && *whole < (std::int64_t{1} << 60))
        return *whole;
    throw given.refusal("object", "hashes are different in each run of Python");
}

} // namespace

void declare_conversions(module_object& builtins) {
    using run_type = evaluation&;
    using given_type = bound_arguments const&;
    auto const pure = effect::none;
    builtins.function("abs(x, /)", absolute, pure);
    builtins.function("round(number, ndigits=None)", round_value, pure);
    builtins.function("pow(base, exp, mod=None)", power, pure);
    builtins.function("divmod(x, y, /)", divide_with_rest, pure);
    builtins.function("ord(c, /)", code_of, pure);
    builtins.function("chr(i, /)", character_of, pure);
    builtins.function("hash(object, /)", hash_value, pure);
    builtins.function(
        "hex(x, /)", [](run_type run, given_type given) { return format_based(run, given, "#x"); }, pure
    );
    builtins.function(
        "oct(x, /)", [](run_type run, given_type given) { return format_based(run, given, "#o"); }, pure
    );
    builtins.function(
        "bin(x, /)", [](run_type run, given_type given) { return format_based(run, given, "#b"); }, pure
    );
    builtins.function(
        "repr(object, /)", [](run_type run, given_type given) -> value { return run.repr(given["object"]); }, pure
    );
    builtins.function(
        "ascii(object, /)",
        [](run_type run, given_type given) -> value { return ascii_of(run.repr(given["object"])); },
        pure
    );
    builtins.function(
        "format(value, format_spec='', /)",
        [](run_type run, given_type given) -> value {
            return format_value(run, given["value"], given.text("format_spec"));
        },
        pure
    );
}

} // namespace alembicore::python
