#include "sqlalchemy/decimal_value.hpp"

#include "python/exception.hpp"

#include <algorithm>
#include <compare>
#include <string_view>

namespace alembicore::sqlalchemy {

namespace {

/// A number written in decimal digits, cut up so that two can be compared.
struct digits {
    bool negative = false;
    std::string_view whole;    ///< without leading zeros
    std::string_view fraction; ///< without zeros at its end

    [[nodiscard]] bool zero() const noexcept { return whole.empty() && fraction.empty(); }
};

/// nullopt: NaN, an infinity, or an exponent.
std::optional<digits> read_digits(std::string_view text) {
    digits read;
    if (text.starts_with('-')) {
        read.negative = true;
        text.remove_prefix(1);
    }
    auto const point = std::min(text.find('.'), text.size());
    read.whole = text.substr(0, point);
    if (point < text.size())
        read.fraction = text.substr(point + 1);
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::ranges::all_of(read.whole, is_digit) || !std::ranges::all_of(read.fraction, is_digit))
        return std::nullopt;
    read.whole.remove_prefix(std::min(read.whole.find_first_not_of('0'), read.whole.size()));
    read.fraction = read.fraction.substr(0, read.fraction.find_last_not_of('0') + 1);
    return read;
}

std::strong_ordering compare_sizes(digits const& left, digits const& right) {
    if (auto const length = left.whole.size() <=> right.whole.size(); length != 0)
        return length;
    if (auto const whole = left.whole.compare(right.whole) <=> 0; whole != 0)
        return whole;
    return left.fraction.compare(right.fraction) <=> 0;
}

std::strong_ordering compare_numbers(digits const& left, digits const& right) {
    bool const below = left.negative && !left.zero();
    bool const other_below = right.negative && !right.zero();
    if (below != other_below)
        return below ? std::strong_ordering::less : std::strong_ordering::greater;
    return below ? compare_sizes(right, left) : compare_sizes(left, right);
}

} // namespace

std::optional<python::value>
decimal_value::compare(python::evaluation&, python::syntax::comparison_operator op, python::value const& other) {
    using enum python::syntax::comparison_operator;
    std::string right;
    if (auto const decimal = other.as<decimal_value>())
        right = decimal->text_;
    else if (auto const whole = other.integer(); whole && other.get_if<double>() == nullptr)
        right = std::to_string(*whole);
    else if (other.number() || other.as_object() != nullptr)
        refuse("comparing");
    else
        return op == equal || op == not_equal
                   ? std::nullopt
                   : throw python::type_error("a Decimal is compared with something that is no number");
    auto const mine = read_digits(text_);
    auto const theirs = read_digits(right);
    if (!mine || !theirs)
        refuse("comparing");
    auto const order = compare_numbers(*mine, *theirs);
    switch (op) {
    case equal:
        return python::value{order == 0};
    case not_equal:
        return python::value{order != 0};
    case less:
        return python::value{order < 0};
    case less_equal:
        return python::value{order <= 0};
    case greater:
        return python::value{order > 0};
    case greater_equal:
        return python::value{order >= 0};
    default:
        return std::nullopt;
    }
}

bool decimal_value::truth(python::evaluation&) {
    auto const number = read_digits(text_);
    return !number || !number->zero();
}

} // namespace alembicore::sqlalchemy
