// Equality, order, membership.
#include "python/builtins.hpp"
#include "python/operations.hpp"
#include "python/ordering.hpp"
#include "python/text.hpp"
#include "python/unknown.hpp"

#include <algorithm>

namespace alembicore::python {

using syntax::comparison_operator;

namespace {

bool plain_equal(evaluation& run, value const& left, value const& right);

bool equal_items(evaluation& run, std::vector<value> const& left, std::vector<value> const& right) {
    run.check_stack();
    run.charge_steps(std::min(left.size(), right.size()));
    if (left.size() != right.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (!run.equal(left[i], right[i]))
            return false;
    return true;
}

bool equal_tables(evaluation& run, dict_table const& left, dict_table const& right) {
    run.check_stack();
    run.charge_steps(left.size());
    if (left.size() != right.size())
        return false;
    bool equal = true;
    left.for_each([&](value const& key, value const& item) {
        auto const* other = equal ? right.find(key) : nullptr;
        equal = equal && other != nullptr && run.equal(item, *other);
    });
    return equal;
}

bool plain_equal(evaluation& run, value const& left, value const& right) {
    if (left.items() != nullptr && right.items() != nullptr)
        return left.get().index() == right.get().index() && equal_items(run, *left.items(), *right.items());
    if (left.mapping() != nullptr && right.mapping() != nullptr)
        return equal_tables(run, *left.mapping(), *right.mapping());
    return same_key(left, right);
}

bool is_subset(set_data const& left, set_data const& right) {
    bool result = true;
    left.table.for_each([&](value const& each, value const&) { result = result && right.table.find(each) != nullptr; });
    return result;
}

value order_items(
    evaluation& run, comparison_operator op, std::vector<value> const& left, std::vector<value> const& right
) {
    run.check_stack();
    auto const common = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < common; ++i) {
        run.charge_steps(1);
        if (!run.equal(left[i], right[i]))
            return apply_comparison(run, op, left[i], right[i]);
    }
    return ordered(op, left.size(), right.size());
}

[[noreturn]] void refuse_order(comparison_operator op, value const& left, value const& right) {
    throw type_error(
        "'" + std::string{text_of_operator(op)} + "' not supported between instances of '" + type_name_of(left) +
        "' and '" + type_name_of(right) + "'"
    );
}

value plain_order(evaluation& run, comparison_operator op, value const& left, value const& right) {
    auto const left_whole = left.integer();
    auto const right_whole = right.integer();
    if (left_whole && right_whole)
        return ordered(op, *left_whole, *right_whole);
    if (auto const left_number = left.number(), right_number = right.number(); left_number && right_number)
        return ordered(op, *left_number, *right_number);
    if (auto const* left_set = left.get_if<set_pointer>(), *right_set = right.get_if<set_pointer>();
        left_set != nullptr && right_set != nullptr) {
        bool const reversed = op == comparison_operator::greater || op == comparison_operator::greater_equal;
        auto const& small = reversed ? **right_set : **left_set;
        auto const& large = reversed ? **left_set : **right_set;
        bool const strict = op == comparison_operator::less || op == comparison_operator::greater;
        return is_subset(small, large) && (!strict || small.table.size() < large.table.size());
    }
    if (left.get().index() != right.get().index())
        refuse_order(op, left, right);
    if (auto const* text = left.get_if<str_pointer>())
        return ordered(op, (*text)->text.compare((*right.get_if<str_pointer>())->text), 0);
    if (auto const* bytes = left.get_if<bytes_pointer>())
        return ordered(op, (*bytes)->bytes.compare((*right.get_if<bytes_pointer>())->bytes), 0);
    if (left.items() != nullptr)
        return order_items(run, op, *left.items(), *right.items());
    refuse_order(op, left, right);
}

comparison_operator turned(comparison_operator op) noexcept {
    switch (op) {
    case comparison_operator::less:
        return comparison_operator::greater;
    case comparison_operator::less_equal:
        return comparison_operator::greater_equal;
    case comparison_operator::greater:
        return comparison_operator::less;
    case comparison_operator::greater_equal:
        return comparison_operator::less_equal;
    default:
        return op;
    }
}

/// Numbers and strings are one object or several as CPython sees fit; only what always holds is answered.
bool same_object(value const& left, value const& right) {
    for (auto const* side : {&left, &right})
        if (auto const* unknown = dynamic_cast<unknown_object const*>(side->as_object()))
            throw unknown->refusal();
    if (left.get().index() != right.get().index())
        return false;
    bool const one_by_value = left.get_if<str_pointer>() != nullptr || left.get_if<bytes_pointer>() != nullptr ||
                              left.get_if<double>() != nullptr || left.get_if<tuple_pointer>() != nullptr;
    if (auto const* whole = left.get_if<std::int64_t>()) {
        if (*whole != *right.get_if<std::int64_t>())
            return false;
        if (*whole >= -5 && *whole <= 256)
            return true;
        throw not_evaluable("'is' between equal numbers has no fixed answer", "compare with ==");
    }
    if (one_by_value && !left.identical(right) && same_key(left, right))
        throw not_evaluable("'is' between equal values has no fixed answer", "compare with ==");
    return left.identical(right);
}

value object_comparison(evaluation& run, comparison_operator op, value const& left, value const& right) {
    run.check_stack();
    if (auto* object = left.as_object())
        if (auto result = object->compare(run, op, right))
            return *std::move(result);
    if (auto* object = right.as_object())
        if (auto result = object->compare(run, turned(op), left))
            return *std::move(result);
    if (op == comparison_operator::equal)
        return left.identical(right);
    if (op == comparison_operator::not_equal)
        return !left.identical(right);
    refuse_order(op, left, right);
}

bool contains_text(value const& container, value const& item) {
    auto const text = item.text();
    if (!text)
        throw type_error("'in <string>' requires string as left operand, not " + type_name_of(item));
    return container.text()->find(*text) != std::string_view::npos;
}

} // namespace

value apply_comparison(evaluation& run, comparison_operator op, value const& left, value const& right) {
    switch (op) {
    case comparison_operator::is:
        return same_object(left, right);
    case comparison_operator::is_not:
        return !same_object(left, right);
    case comparison_operator::in:
        return contains_item(run, right, left);
    case comparison_operator::not_in:
        return !contains_item(run, right, left);
    default:
        break;
    }
    if (left.as_object() != nullptr || right.as_object() != nullptr)
        return object_comparison(run, op, left, right);
    charge_for(run, left);
    if (op == comparison_operator::equal)
        return plain_equal(run, left, right);
    if (op == comparison_operator::not_equal)
        return !plain_equal(run, left, right);
    return plain_order(run, op, left, right);
}

bool evaluation::equal(value const& left, value const& right) {
    if (left.identical(right) && left.get_if<double>() == nullptr)
        return true;
    return truth(apply_comparison(*this, comparison_operator::equal, left, right));
}

bool less_than(evaluation& run, value const& left, value const& right) {
    run.charge_steps(1);
    return run.truth(apply_comparison(run, comparison_operator::less, left, right));
}

bool contains_item(evaluation& run, value const& container, value const& item) {
    charge_for(run, item);
    if (auto* object = container.as_object())
        return object->contains(run, item);
    if (container.get_if<str_pointer>() != nullptr) {
        charge_for(run, container);
        return contains_text(container, item);
    }
    if (auto const* table = container.mapping())
        return table->find(item) != nullptr;
    if (auto const* set = container.get_if<set_pointer>())
        return (*set)->table.find(item) != nullptr;
    if (auto const* items = container.items()) {
        for (std::size_t i = 0; i < items->size(); ++i) {
            run.charge_steps(1);
            value const each = (*items)[i];
            if (run.equal(each, item))
                return true;
        }
        return false;
    }
    if (auto const* bytes = container.get_if<bytes_pointer>())
        if (auto const* part = item.get_if<bytes_pointer>())
            return (*bytes)->bytes.find((*part)->bytes) != std::string::npos;
    throw type_error("argument of type '" + type_name_of(container) + "' is not iterable");
}

} // namespace alembicore::python
