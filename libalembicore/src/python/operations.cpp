// Operators on numbers, text and containers; objects decide for themselves.
#include "python/operations.hpp"

#include "python/builtins.hpp"
#include "python/format.hpp"
#include "python/machine.hpp"
#include "python/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace alembicore::python {

using syntax::binary_operator;
using syntax::comparison_operator;

std::string_view text_of_operator(binary_operator op) noexcept {
    static constexpr std::array<std::string_view, 13> texts{
        "+",
        "-",
        "*",
        "@",
        "/",
        "//",
        "%",
        "** or pow()",
        "&",
        "|",
        "^",
        "<<",
        ">>",
    };
    return texts.at(static_cast<std::size_t>(op));
}

std::string_view text_of_operator(comparison_operator op) noexcept {
    static constexpr std::array<std::string_view, 10> texts{
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "in",
        "not in",
        "is",
        "is not",
    };
    return texts.at(static_cast<std::size_t>(op));
}

namespace {

[[noreturn]] void refuse_overflow() {
    throw not_evaluable("an integer beyond 64 bits is not evaluated", "use smaller numbers, or a string");
}

std::int64_t checked_power(std::int64_t base, std::int64_t exponent) {
    std::int64_t result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result))
            refuse_overflow();
        if (exponent > 1 && __builtin_mul_overflow(base, base, &base))
            refuse_overflow();
    }
    return result;
}

std::int64_t floor_divide(std::int64_t left, std::int64_t right) {
    if (right == -1) {
        if (left == std::numeric_limits<std::int64_t>::min())
            refuse_overflow();
        return -left;
    }
    auto const quotient = left / right;
    return (left % right != 0 && (left < 0) != (right < 0)) ? quotient - 1 : quotient;
}

std::int64_t floor_modulo(std::int64_t left, std::int64_t right) {
    if (right == -1)
        return 0;
    auto const rest = left % right;
    return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
}

std::int64_t shift_left(std::int64_t left, std::int64_t right) {
    if (right < 0)
        throw value_error("negative shift count");
    if (left == 0)
        return 0;
    if (right >= 63)
        refuse_overflow();
    std::int64_t result = 0;
    if (__builtin_mul_overflow(left, std::int64_t{1} << right, &result))
        refuse_overflow();
    return result;
}

std::optional<value> whole_operation(binary_operator op, std::int64_t left, std::int64_t right) {
    std::int64_t result = 0;
    bool overflow = false;
    switch (op) {
    case binary_operator::add:
        overflow = __builtin_add_overflow(left, right, &result);
        break;
    case binary_operator::subtract:
        overflow = __builtin_sub_overflow(left, right, &result);
        break;
    case binary_operator::multiply:
        overflow = __builtin_mul_overflow(left, right, &result);
        break;
    case binary_operator::divide:
        if (right == 0)
            throw python_error("ZeroDivisionError", "division by zero");
        return static_cast<double>(left) / static_cast<double>(right);
    case binary_operator::floor_divide:
    case binary_operator::modulo:
        if (right == 0)
            throw python_error("ZeroDivisionError", "integer division or modulo by zero");
        return op == binary_operator::modulo ? floor_modulo(left, right) : floor_divide(left, right);
    case binary_operator::power:
        if (right < 0) {
            if (left == 0)
                throw python_error("ZeroDivisionError", "0.0 cannot be raised to a negative power");
            return std::pow(static_cast<double>(left), static_cast<double>(right));
        }
        return checked_power(left, right);
    case binary_operator::bit_and:
        return left & right;
    case binary_operator::bit_or:
        return left | right;
    case binary_operator::bit_xor:
        return left ^ right;
    case binary_operator::shift_left:
        return shift_left(left, right);
    case binary_operator::shift_right:
        if (right < 0)
            throw value_error("negative shift count");
        return right >= 63 ? (left < 0 ? -1 : 0) : left >> right;
    case binary_operator::matrix_multiply:
        return std::nullopt;
    }
    if (overflow)
        refuse_overflow();
    return result;
}

double real_modulo(double left, double right) {
    double const rest = std::fmod(left, right);
    if (rest != 0 && (rest < 0) != (right < 0))
        return rest + right;
    return rest == 0 ? std::copysign(0.0, right) : rest;
}

std::optional<value> real_operation(binary_operator op, double left, double right) {
    switch (op) {
    case binary_operator::add:
        return left + right;
    case binary_operator::subtract:
        return left - right;
    case binary_operator::multiply:
        return left * right;
    case binary_operator::divide:
        if (right == 0)
            throw python_error("ZeroDivisionError", "float division by zero");
        return left / right;
    case binary_operator::floor_divide:
        if (right == 0)
            throw python_error("ZeroDivisionError", "float floor division by zero");
        return std::floor((left - real_modulo(left, right)) / right + 0.5);
    case binary_operator::modulo:
        if (right == 0)
            throw python_error("ZeroDivisionError", "float modulo");
        return real_modulo(left, right);
    case binary_operator::power: {
        if (left == 0 && right < 0)
            throw python_error("ZeroDivisionError", "0.0 cannot be raised to a negative power");
        if (left < 0 && right != std::floor(right))
            throw not_evaluable("a complex number is not evaluated");
        auto const result = std::pow(left, right);
        if (std::isinf(result) && !std::isinf(left) && !std::isinf(right))
            throw python_error("OverflowError", "(34, 'Numerical result out of range')");
        return result;
    }
    default:
        return std::nullopt;
    }
}

std::optional<value> number_operation(binary_operator op, value const& left, value const& right) {
    bool const real = left.get_if<double>() != nullptr || right.get_if<double>() != nullptr;
    if (real)
        return real_operation(op, *left.number(), *right.number());
    bool const both_bools = left.get_if<bool>() != nullptr && right.get_if<bool>() != nullptr;
    auto result = whole_operation(op, *left.integer(), *right.integer());
    bool const logical =
        op == binary_operator::bit_and || op == binary_operator::bit_or || op == binary_operator::bit_xor;
    if (both_bools && logical)
        return *result->integer() != 0;
    return result;
}

bool is_number(value const& item) noexcept {
    auto const index = item.get().index();
    return index >= 1 && index <= 3;
}

std::size_t repeats_of(value const& count) {
    return static_cast<std::size_t>(std::max<std::int64_t>(*count.integer(), 0));
}

std::size_t repeated_size(evaluation& run, std::size_t size, std::size_t unit, std::size_t count) {
    std::size_t total = 0;
    if (__builtin_mul_overflow(size * unit, count, &total))
        total = std::numeric_limits<std::size_t>::max();
    run.charge_memory(total);
    return size * count;
}

std::string repeat_text(evaluation& run, std::string_view text, std::size_t count) {
    std::string result;
    result.reserve(repeated_size(run, text.size(), 1, count));
    for (std::size_t i = 0; i < count && !text.empty(); ++i)
        result += text;
    return result;
}

std::vector<value> repeat_items(evaluation& run, std::vector<value> const& items, std::size_t count) {
    std::vector<value> result;
    result.reserve(repeated_size(run, items.size(), sizeof(value), count));
    for (std::size_t i = 0; i < count && !items.empty(); ++i)
        result.insert(result.end(), items.begin(), items.end());
    return result;
}

std::optional<value> repeat(evaluation& run, value const& sequence, value const& count) {
    if (count.get_if<double>() != nullptr || !count.integer())
        return std::nullopt;
    if (auto const* text = sequence.get_if<str_pointer>())
        return repeat_text(run, (*text)->text, repeats_of(count));
    if (auto const* bytes = sequence.get_if<bytes_pointer>())
        return bytes_data{repeat_text(run, (*bytes)->bytes, repeats_of(count))};
    if (auto const* list = sequence.get_if<list_pointer>())
        return value::list(repeat_items(run, (*list)->items, repeats_of(count)));
    if (auto const* tuple = sequence.get_if<tuple_pointer>())
        return value::tuple(repeat_items(run, (*tuple)->items, repeats_of(count)));
    return std::nullopt;
}

std::vector<value> joined(evaluation& run, std::vector<value> const& left, std::vector<value> const& right) {
    run.charge_memory(sizeof(value) * (left.size() + right.size()));
    run.charge_steps((left.size() + right.size()) / 16);
    std::vector<value> result;
    result.reserve(left.size() + right.size());
    result.insert(result.end(), left.begin(), left.end());
    result.insert(result.end(), right.begin(), right.end());
    return result;
}

std::optional<value> concatenate(evaluation& run, value const& left, value const& right) {
    if (left.get().index() != right.get().index())
        return std::nullopt;
    if (auto const* text = left.get_if<str_pointer>()) {
        auto const& added = **right.get_if<str_pointer>();
        run.charge_memory(overhead_of_text + (*text)->text.size() + added.text.size());
        str_data both{(*text)->text + added.text, (*text)->ascii && added.ascii};
        return value{str_pointer{std::make_shared<str_data const>(std::move(both))}};
    }
    if (auto const* bytes = left.get_if<bytes_pointer>()) {
        run.charge_memory((*bytes)->bytes.size() + (*right.get_if<bytes_pointer>())->bytes.size());
        return bytes_data{(*bytes)->bytes + (*right.get_if<bytes_pointer>())->bytes};
    }
    if (auto const* list = left.get_if<list_pointer>())
        return value::list(joined(run, (*list)->items, (*right.get_if<list_pointer>())->items));
    if (auto const* tuple = left.get_if<tuple_pointer>())
        return value::tuple(joined(run, (*tuple)->items, (*right.get_if<tuple_pointer>())->items));
    return std::nullopt;
}

std::optional<value> set_operation(evaluation& run, binary_operator op, set_data const& left, set_data const& right) {
    auto result = std::make_shared<set_data>();
    result->frozen = left.frozen;
    run.charge_memory(sizeof(dict_table::entry) * (left.table.size() + right.table.size()));
    run.charge_steps(left.table.size() + right.table.size());
    auto const add_if = [&](set_data const& from, auto const& wanted) {
        from.table.for_each([&](value const& each, value const&) {
            if (wanted(each))
                result->table.set(each, {});
        });
    };
    auto const in = [](set_data const& set) {
        return [&](value const& each) { return set.table.find(each) != nullptr; };
    };
    auto const not_in = [](set_data const& set) {
        return [&](value const& each) { return set.table.find(each) == nullptr; };
    };
    switch (op) {
    case binary_operator::bit_and:
        add_if(left, in(right));
        break;
    case binary_operator::bit_or:
        add_if(left, [](value const&) { return true; });
        add_if(right, [](value const&) { return true; });
        break;
    case binary_operator::subtract:
        add_if(left, not_in(right));
        break;
    case binary_operator::bit_xor:
        add_if(left, not_in(right));
        add_if(right, not_in(left));
        break;
    default:
        return std::nullopt;
    }
    return value{set_pointer{std::move(result)}};
}

std::optional<value> plain_operation(evaluation& run, binary_operator op, value const& left, value const& right) {
    if (is_number(left) && is_number(right))
        return number_operation(op, left, right);
    if (op == binary_operator::modulo)
        if (auto const* text = left.get_if<str_pointer>())
            return format_percent(run, (*text)->text, right);
    if (op == binary_operator::add)
        return concatenate(run, left, right);
    if (op == binary_operator::multiply) {
        if (auto result = repeat(run, left, right))
            return result;
        return repeat(run, right, left);
    }
    auto const* left_set = left.get_if<set_pointer>();
    auto const* right_set = right.get_if<set_pointer>();
    if (left_set != nullptr && right_set != nullptr)
        return set_operation(run, op, **left_set, **right_set);
    if (op == binary_operator::bit_or && left.mapping() != nullptr && right.mapping() != nullptr) {
        dict_table merged = *left.mapping();
        run.charge_memory(sizeof(dict_table::entry) * (merged.size() + right.mapping()->size()));
        right.mapping()->for_each([&](value const& key, value const& item) { merged.set(key, item); });
        return value::dict(std::move(merged));
    }
    return std::nullopt;
}

[[noreturn]] void refuse_operands(binary_operator op, value const& left, value const& right) {
    if (op == binary_operator::add) {
        if (left.get_if<str_pointer>() != nullptr)
            throw type_error("can only concatenate str (not \"" + type_name_of(right) + "\") to str");
        if (left.get_if<list_pointer>() != nullptr)
            throw type_error("can only concatenate list (not \"" + type_name_of(right) + "\") to list");
        if (left.get_if<tuple_pointer>() != nullptr)
            throw type_error("can only concatenate tuple (not \"" + type_name_of(right) + "\") to tuple");
    }
    throw type_error(
        "unsupported operand type(s) for " + std::string{text_of_operator(op)} + ": '" + type_name_of(left) +
        "' and '" + type_name_of(right) + "'"
    );
}

} // namespace

value apply_binary(evaluation& run, binary_operator op, value const& left, value const& right) {
    auto* const left_object = left.as_object();
    auto* const right_object = right.as_object();
    if (op == binary_operator::modulo && left.get_if<bytes_pointer>() != nullptr)
        throw not_evaluable("'%' of bytes is not evaluated");
    if (left_object == nullptr && right_object == nullptr) {
        if (auto result = plain_operation(run, op, left, right))
            return *std::move(result);
        refuse_operands(op, left, right);
    }
    run.check_stack();
    if (op == binary_operator::modulo && left_object == nullptr)
        if (auto const* text = left.get_if<str_pointer>())
            return format_percent(run, (*text)->text, right);
    if (left_object != nullptr)
        if (auto result = left_object->binary(run, op, right, operand_side::left)) {
            run.internals().keep_result(*result);
            return *std::move(result);
        }
    if (right_object != nullptr)
        if (auto result = right_object->binary(run, op, left, operand_side::right)) {
            run.internals().keep_result(*result);
            return *std::move(result);
        }
    refuse_operands(op, left, right);
}

value apply_augmented(evaluation& run, binary_operator op, value const& left, value const& right) {
    if (auto const* list = left.get_if<list_pointer>()) {
        if (op == binary_operator::add) {
            auto const added = run.collect(right);
            run.charge_memory(sizeof(value) * added.size());
            for (auto const& each : added) {
                run.internals().note_mutation(left, each);
                (*list)->items.push_back(each);
            }
            return left;
        }
        if (op == binary_operator::multiply && right.integer()) {
            (*list)->items = repeat_items(run, (*list)->items, repeats_of(right));
            return left;
        }
    }
    if (auto const* dict = left.get_if<dict_pointer>();
        dict != nullptr && op == binary_operator::bit_or && right.mapping() != nullptr) {
        auto const added = *right.mapping();
        run.charge_memory(sizeof(dict_table::entry) * added.size());
        added.for_each([&](value const& key, value const& item) { set_item(run, left, key, item); });
        return left;
    }
    auto const* set = left.get_if<set_pointer>();
    if (set != nullptr && !(*set)->frozen && right.get_if<set_pointer>() != nullptr)
        if (auto const result = set_operation(run, op, **set, **right.get_if<set_pointer>())) {
            (*set)->table = (*result->get_if<set_pointer>())->table;
            return left;
        }
    return apply_binary(run, op, left, right);
}

value apply_unary(evaluation& run, syntax::unary_operator op, value const& operand) {
    if (auto* object = operand.as_object())
        return object->unary(run, op);
    if (auto const* real = operand.get_if<double>(); real != nullptr && op != syntax::unary_operator::invert)
        return op == syntax::unary_operator::minus ? -*real : *real;
    if (auto const whole = operand.integer()) {
        if (op == syntax::unary_operator::invert)
            return ~*whole;
        if (op == syntax::unary_operator::plus)
            return *whole;
        if (*whole == std::numeric_limits<std::int64_t>::min())
            refuse_overflow();
        return -*whole;
    }
    char const* const sign = op == syntax::unary_operator::minus ? "-" : op == syntax::unary_operator::plus ? "+" : "~";
    throw type_error(std::string{"bad operand type for unary "} + sign + ": '" + type_name_of(operand) + "'");
}

} // namespace alembicore::python
