// decimal.Decimal in evaluated code.
#include "python/builtins.hpp"
#include "python/decimal.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/ordering.hpp"
#include "python/text.hpp"

#include <array>
#include <cstdlib>
#include <limits>

namespace alembicore::python {

namespace {

using decimal_pointer = std::shared_ptr<decimal_object>;
constexpr std::int64_t context_digits = 28;

type_pointer decimal_exception() {
    static type_pointer const once = make_exception_type("DecimalException", builtin_exception("ArithmeticError"));
    return once;
}

type_pointer invalid_operation() {
    static type_pointer const once = make_exception_type("InvalidOperation", decimal_exception());
    return once;
}

value made(decimal_number number) {
    return std::make_shared<decimal_object>(std::move(number));
}

constexpr std::array<std::pair<std::string_view, decimal_rounding>, 7> roundings{{
    {"ROUND_UP", decimal_rounding::up},
    {"ROUND_DOWN", decimal_rounding::down},
    {"ROUND_CEILING", decimal_rounding::ceiling},
    {"ROUND_FLOOR", decimal_rounding::floor},
    {"ROUND_HALF_UP", decimal_rounding::half_up},
    {"ROUND_HALF_DOWN", decimal_rounding::half_down},
    {"ROUND_HALF_EVEN", decimal_rounding::half_even},
}};

decimal_rounding rounding_of(bound_arguments const& given) {
    if (!given["context"].is_none())
        throw given.refusal("context", "not evaluated");
    if (given["rounding"].is_none())
        return decimal_rounding::half_even;
    for (auto const& [name, how] : roundings)
        if (given["rounding"].text() == name)
            return how;
    throw given.refusal("rounding", "not evaluated");
}

/// What takes part in arithmetic: decimals and integers.
std::optional<decimal_number> operand_of(value const& given) {
    if (auto const decimal = given.as<decimal_object>())
        return decimal->required();
    if (given.get_if<double>() != nullptr || !given.integer())
        return std::nullopt;
    return whole_decimal(*given.integer());
}

value with_exponent(decimal_number const& number, std::int64_t exponent, decimal_rounding how) {
    auto result = rescaled(number, exponent, how);
    if (result.digits.str().size() > context_digits)
        throw decimal_error("InvalidOperation", "[<class 'decimal.InvalidOperation'>]");
    return made(std::move(result));
}

value quantize(decimal_object const& self, bound_arguments const& given) {
    auto const exponent = operand_of(given["exp"]);
    if (!exponent)
        throw given.refusal("exp", "neither a Decimal nor an integer");
    return with_exponent(self.required(), exponent->exponent, rounding_of(given));
}

value normalize(decimal_object const& self, bound_arguments const&) {
    auto number = in_context(self.required());
    if (number.zero())
        number.exponent = 0;
    while (!number.zero() && number.digits % 10 == 0) {
        number.digits /= 10;
        ++number.exponent;
    }
    return made(std::move(number));
}

value to_integral(decimal_object const& self, bound_arguments const& given) {
    auto const& number = self.required();
    return made(number.exponent >= 0 ? number : rescaled(number, 0, rounding_of(given)));
}

struct method_row {
    std::string_view name;
    std::string_view declared;
    value (*code)(decimal_object const& self, bound_arguments const& given);
};

constexpr method_row methods[] = {
    {"quantize", "quantize(exp, rounding=None, context=None)", quantize},
    {"normalize", "normalize()", normalize},
    {"to_integral_value", "to_integral_value(rounding=None, context=None)", to_integral},
    {"to_integral", "to_integral(rounding=None, context=None)", to_integral},
    {"is_zero",
     "is_zero()",
     [](decimal_object const& self, bound_arguments const&) -> value { return self.required().zero(); }},
    {"is_signed",
     "is_signed()",
     [](decimal_object const& self, bound_arguments const&) -> value { return self.required().negative; }},
    {"is_nan",
     "is_nan()",
     [](decimal_object const& self, bound_arguments const&) -> value {
         static_cast<void>(self.required());
         return false;
     }},
    {"is_finite",
     "is_finite()",
     [](decimal_object const& self, bound_arguments const&) -> value {
         static_cast<void>(self.required());
         return true;
     }},
};

value make_decimal(evaluation&, bound_arguments const& given) {
    auto const& source = given["value"];
    if (!given["context"].is_none())
        throw given.refusal("context", "not evaluated");
    if (auto const decimal = source.as<decimal_object>())
        return decimal;
    if (auto const* real = source.get_if<double>())
        return made(exact_decimal(*real));
    if (auto const whole = source.integer())
        return made(whole_decimal(*whole));
    auto const text = source.text();
    if (!text)
        throw given.refusal("value", "only text and numbers are evaluated");
    if (!is_ascii(*text))
        throw given.refusal("value", "digits beyond ASCII are not evaluated");
    std::string plain{*text};
    constexpr std::string_view blanks = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f";
    plain.erase(plain.find_last_not_of(blanks) + 1);
    plain.erase(0, plain.find_first_not_of(blanks));
    std::erase(plain, '_');
    if (auto number = parse_decimal(plain))
        return made(std::move(*number));
    if (plain.find_first_of("nN") != std::string::npos)
        throw given.refusal("value", "a Decimal that is no finite number is not evaluated");
    throw decimal_error("InvalidOperation", "[<class 'decimal.ConversionSyntax'>]");
}

std::shared_ptr<native_type> const& decimal_type() {
    static auto const once = [] {
        auto type = std::make_shared<native_type>("Decimal", std::vector{builtin_type("object")});
        type->constructor("(value='0', context=None)", make_decimal);
        return type;
    }();
    return once;
}

} // namespace

raised decimal_error(std::string_view name, std::string message) {
    if (name != "InvalidOperation")
        throw not_evaluable("a Decimal is divided by zero");
    return make_raised(invalid_operation(), std::move(message));
}

decimal_object::decimal_object(std::string_view text) : number_{parse_decimal(text)} {
    if (!number_)
        special_ = text;
}

decimal_number const& decimal_object::required() const {
    if (!number_)
        refuse("counting with");
    return *number_;
}

type_pointer decimal_object::type() const {
    return decimal_type();
}

std::optional<value> decimal_object::attribute(evaluation&, std::string_view name) {
    for (auto const& row : methods)
        if (row.name == name)
            return make_function(
                row.declared,
                [self = std::static_pointer_cast<decimal_object>(shared_from_this()),
                 code = row.code](evaluation&, bound_arguments const& given) { return code(*self, given); },
                effect::none
            );
    refuse("using ." + std::string{name} + " of");
}

std::optional<value>
decimal_object::binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) {
    auto const operand = operand_of(other);
    if (!operand && other.as_object() == nullptr)
        throw not_evaluable("a Decimal and a '" + run.type_of(other)->name() + "' have no result together");
    if (!operand)
        return std::nullopt;
    run.charge_steps(8);
    return side == operand_side::left ? made(compute_decimals(op, required(), *operand))
                                      : made(compute_decimals(op, *operand, required()));
}

value decimal_object::unary(evaluation&, syntax::unary_operator op) {
    auto number = in_context(required());
    if (op == syntax::unary_operator::invert)
        throw type_error("bad operand type for unary ~: 'decimal.Decimal'");
    if (op == syntax::unary_operator::minus)
        number.negative = !number.negative;
    if (number.zero())
        number.negative = false;
    return made(std::move(number));
}

std::optional<value> decimal_object::compare(evaluation&, syntax::comparison_operator op, value const& other) {
    auto right = operand_of(other);
    if (auto const* real = other.get_if<double>())
        right = exact_decimal(*real);
    if (!right && other.as_object() != nullptr)
        refuse("comparing");
    if (!right) {
        if (op == syntax::comparison_operator::equal || op == syntax::comparison_operator::not_equal)
            return std::nullopt;
        throw type_error("a Decimal is compared with something that is no number");
    }
    auto const order = compare_decimals(required(), *right);
    return value{ordered(op, order < 0 ? -1 : order > 0 ? 1 : 0, 0)};
}

/// `.2f` and its like.
std::optional<std::string> decimal_object::format(evaluation&, std::string_view specification) {
    bool const fixed = specification.size() == 3 && specification.starts_with('.') && specification.ends_with('f') &&
                       specification[1] >= '0' && specification[1] <= '9';
    if (!fixed)
        refuse("writing '" + std::string{specification} + "' of");
    auto const places = static_cast<std::size_t>(specification[1] - '0');
    auto const number = rescaled(required(), -static_cast<std::int64_t>(places), decimal_rounding::half_even);
    auto digits = number.digits.str();
    if (digits.size() <= places)
        digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0)
        digits.insert(digits.size() - places, ".");
    return (number.negative ? "-" : "") + digits;
}

std::optional<value> decimal_as_whole(value const& given) {
    auto const decimal = given.as<decimal_object>();
    if (!decimal)
        return std::nullopt;
    auto const number = rescaled(decimal->required(), 0, decimal_rounding::down);
    if (number.digits > std::numeric_limits<std::int64_t>::max())
        throw not_evaluable("an integer beyond 64 bits is not evaluated");
    auto const whole = static_cast<std::int64_t>(number.digits);
    return value{number.negative ? -whole : whole};
}

std::optional<value> decimal_as_real(value const& given) {
    auto const decimal = given.as<decimal_object>();
    return decimal ? std::optional<value>{std::strtod(text_of(decimal->required()).c_str(), nullptr)} : std::nullopt;
}

std::optional<value> absolute_decimal(value const& given) {
    auto const decimal = given.as<decimal_object>();
    if (!decimal)
        return std::nullopt;
    auto number = in_context(decimal->required());
    number.negative = false;
    return made(std::move(number));
}

std::optional<value> rounded_decimal(value const& given, std::optional<std::int64_t> digits) {
    auto const decimal = given.as<decimal_object>();
    if (!decimal)
        return std::nullopt;
    if (digits)
        return with_exponent(decimal->required(), -*digits, decimal_rounding::half_even);
    return decimal_as_whole(made(rescaled(decimal->required(), 0, decimal_rounding::half_even)));
}

void add_decimal(module_registry& registry) {
    auto& decimal = registry.module("decimal");
    decimal.set("Decimal", decimal_type());
    decimal.set("DecimalException", class_value(decimal_exception()));
    decimal.set("InvalidOperation", class_value(invalid_operation()));
    for (auto const& [name, how] : roundings)
        decimal.set(std::string{name}, value{name});
}

} // namespace alembicore::python
