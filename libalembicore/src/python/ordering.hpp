// Comparison operators over C++ values that have an order.
#pragma once

#include "python/syntax.hpp"

namespace alembicore::python {

/// `left op right`; `in`, `is` and their negations are no order.
[[nodiscard]] bool ordered(syntax::comparison_operator op, auto const& left, auto const& right) {
    using enum syntax::comparison_operator;
    switch (op) {
    case equal:
        return left == right;
    case not_equal:
        return left != right;
    case less:
        return left < right;
    case less_equal:
        return left <= right;
    case greater:
        return left > right;
    default:
        return left >= right;
    }
}

} // namespace alembicore::python
