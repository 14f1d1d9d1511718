// decimal: numbers in decimal digits, computed in Python's default context: 28 digits, half to even.
#pragma once

#include "python/object.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore::python {

/// ±digits × 10^exponent. Neither is larger than what revisions count with: see `refuse_beyond_limits`.
struct decimal_number {
    bool negative = false;
    boost::multiprecision::cpp_int digits = 0;
    std::int64_t exponent = 0;

    [[nodiscard]] bool zero() const { return digits == 0; }

    /// The exponent of its first digit.
    [[nodiscard]] std::int64_t adjusted() const;
};

enum class decimal_rounding : std::uint8_t { up, down, ceiling, floor, half_up, half_down, half_even };

/// nullopt: no number, NaN or an infinity.
[[nodiscard]] std::optional<decimal_number> parse_decimal(std::string_view text);
/// The exact value of a float. Errors: not_evaluable for what is not finite.
[[nodiscard]] decimal_number exact_decimal(double number);
[[nodiscard]] decimal_number whole_decimal(std::int64_t number);
/// As `str(decimal)`.
[[nodiscard]] std::string text_of(decimal_number const& number);

/// With this exponent, rounded where digits go.
[[nodiscard]] decimal_number rescaled(decimal_number const& number, std::int64_t exponent, decimal_rounding how);
/// Rounded to the digits of the context.
[[nodiscard]] decimal_number in_context(decimal_number number);
[[nodiscard]] std::strong_ordering compare_decimals(decimal_number const& left, decimal_number const& right);

/// Errors: python_exception where Python raises; not_evaluable for an operator that is not evaluated.
[[nodiscard]] decimal_number
compute_decimals(syntax::binary_operator op, decimal_number const& left, decimal_number const& right);

/// decimal.InvalidOperation, DivisionByZero.
[[nodiscard]] raised decimal_error(std::string_view name, std::string message);

class decimal_object final : public object {
public:
    /// As written, and as PostgreSQL writes a numeric; NaN and infinities only have a text.
    explicit decimal_object(std::string_view text);

    explicit decimal_object(decimal_number number) : number_{std::move(number)} {}

    [[nodiscard]] std::optional<decimal_number> const& number() const noexcept { return number_; }

    /// Errors: not_evaluable for NaN and infinities.
    [[nodiscard]] decimal_number const& required() const;

    [[nodiscard]] std::string type_name() const override { return "Decimal"; }

    [[nodiscard]] type_pointer type() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;
    [[nodiscard]] value unary(evaluation& run, syntax::unary_operator op) override;
    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override;

    [[nodiscard]] bool truth(evaluation&) override { return !number_ || !number_->zero(); }

    [[nodiscard]] std::string str(evaluation&) override { return number_ ? text_of(*number_) : special_; }

    [[nodiscard]] std::string repr(evaluation& run) override { return "Decimal('" + str(run) + "')"; }

    [[nodiscard]] std::optional<std::string> format(evaluation& run, std::string_view specification) override;

    /// Equal numbers of all types would have to be one key.
    [[nodiscard]] std::size_t hash() const override { refuse("hashing"); }

private:
    std::optional<decimal_number> number_{};
    std::string special_{};
};

/// `int(decimal)`, `float(decimal)`, `abs(decimal)`, `round(decimal, digits)`; nullopt: not a decimal.
[[nodiscard]] std::optional<value> decimal_as_whole(value const& given);
[[nodiscard]] std::optional<value> decimal_as_real(value const& given);
[[nodiscard]] std::optional<value> absolute_decimal(value const& given);
[[nodiscard]] std::optional<value> rounded_decimal(value const& given, std::optional<std::int64_t> digits);

} // namespace alembicore::python
