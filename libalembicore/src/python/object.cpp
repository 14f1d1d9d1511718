#include "python/object.hpp"

#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/operations.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::python {

error not_evaluable(std::string message, std::string remedy) {
    if (remedy.empty())
        remedy = "run this revision with Python, or write it without this construct";
    return error{errc::not_evaluable, std::move(message), std::move(remedy)};
}

object::~object() = default;

void object::refuse(std::string_view action) const {
    throw not_evaluable(std::string{action} + " '" + type_name() + "' is not known exactly");
}

type_pointer object::type() const {
    return nullptr;
}

std::optional<value> object::attribute(evaluation& run, std::string_view name) {
    if (auto const inner = underlying())
        return run.attribute(*inner, name);
    refuse("attribute '" + std::string{name} + "' of");
}

void object::set_attribute(evaluation&, std::string_view name, value const&) {
    refuse("setting attribute '" + std::string{name} + "' of");
}

value object::call(evaluation&, arguments const&) {
    refuse("calling");
}

value object::item(evaluation& run, value const& key) {
    if (auto const inner = underlying())
        return get_item(run, *inner, key);
    refuse("subscripting");
}

void object::set_item(evaluation&, value const&, value const&) {
    refuse("setting an item of");
}

void object::delete_item(evaluation&, value const&) {
    refuse("deleting an item of");
}

bool object::contains(evaluation& run, value const& item) {
    if (auto const inner = underlying())
        return contains_item(run, *inner, item);
    refuse("'in' on");
}

std::size_t object::length(evaluation& run) {
    if (auto const inner = underlying())
        return length_of(run, *inner);
    refuse("len() of");
}

void object::iterate(evaluation& run, item_visitor const& visit) {
    if (auto const inner = underlying())
        return run.iterate(*inner, visit);
    refuse("iterating over");
}

std::optional<value>
object::binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) {
    auto const inner = underlying();
    if (!inner)
        refuse(side == operand_side::left ? "an operator on" : "an operator with");
    return side == operand_side::left ? apply_binary(run, op, *inner, other) : apply_binary(run, op, other, *inner);
}

std::optional<value> object::compare(evaluation& run, syntax::comparison_operator op, value const& other) {
    if (auto const inner = underlying())
        return apply_comparison(run, op, *inner, other);
    if (op != syntax::comparison_operator::equal && op != syntax::comparison_operator::not_equal)
        refuse("comparing");
    return std::nullopt;
}

value object::unary(evaluation& run, syntax::unary_operator op) {
    if (auto const inner = underlying())
        return apply_unary(run, op, *inner);
    refuse("a sign before");
}

bool object::truth(evaluation& run) {
    if (auto const inner = underlying())
        return run.truth(*inner);
    refuse("the truth of");
}

std::string object::str(evaluation& run) {
    if (auto const inner = underlying())
        return run.str(*inner);
    return repr(run);
}

std::string object::repr(evaluation& run) {
    if (auto const inner = underlying())
        return run.repr(*inner);
    refuse("the text of");
}

std::optional<std::string> object::format(evaluation&, std::string_view) {
    return std::nullopt;
}

value object::enter(evaluation&) {
    refuse("'with' on");
}

bool object::exit(evaluation&, raised const*) {
    refuse("'with' on");
}

bool object::same_key(object const& other) const {
    return this == &other;
}

std::size_t object::hash() const {
    return std::hash<object const*>{}(this);
}

std::optional<value> object::underlying() const {
    return std::nullopt;
}

void object::surrender(std::vector<value>&) noexcept {}

type_object::type_object(std::string name, std::vector<type_pointer> bases) noexcept
    : name_(std::move(name)), bases_(std::move(bases)) {}

bool type_object::derives_from(type_object const& other) const noexcept {
    return this == &other || std::ranges::any_of(bases_, [&](auto const& base) { return base->derives_from(other); });
}

std::string type_object::type_name() const {
    return "type";
}

bool type_object::truth(evaluation&) {
    return true;
}

std::string type_object::repr(evaluation&) {
    return "<class '" + name_ + "'>";
}

bool type_object::ordinary() const noexcept {
    return false;
}

value type_object::subclass(evaluation&, class_body) const {
    throw not_evaluable("deriving a class from '" + name_ + "' is not known exactly");
}

} // namespace alembicore::python
