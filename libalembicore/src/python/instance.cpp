// Instances of classes of evaluated code: every protocol goes through their special methods.
#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"
#include "python/user_class.hpp"

#include <algorithm>
#include <array>

namespace alembicore::python {

using syntax::binary_operator;
using syntax::comparison_operator;

namespace {

constexpr std::array<std::string_view, 13> operator_methods{
    "__add__",
    "__sub__",
    "__mul__",
    "__matmul__",
    "__truediv__",
    "__floordiv__",
    "__mod__",
    "__pow__",
    "__and__",
    "__or__",
    "__xor__",
    "__lshift__",
    "__rshift__",
};
constexpr std::array<std::string_view, 13> reflected_methods{
    "__radd__",
    "__rsub__",
    "__rmul__",
    "__rmatmul__",
    "__rtruediv__",
    "__rfloordiv__",
    "__rmod__",
    "__rpow__",
    "__rand__",
    "__ror__",
    "__rxor__",
    "__rlshift__",
    "__rrshift__",
};
constexpr std::array<std::string_view, 6> comparison_methods{
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
};

std::shared_ptr<key_attributes> key_attributes_of(type_object const& type) {
    auto const* found = find_in_class(type, "__hash__");
    return found == nullptr ? nullptr : found->as<key_attributes>();
}

/// Keys in keys in keys would take for ever to look at: an object in a field is not looked into.
bool is_looked_into(value const& part) {
    return part.get_if<set_pointer>() == nullptr && dynamic_cast<instance*>(part.as_object()) == nullptr;
}

bool is_plain(value const& part) {
    auto const* tuple = part.get_if<tuple_pointer>();
    if (tuple == nullptr)
        return is_looked_into(part);
    return std::ranges::all_of((*tuple)->items, [](value const& each) {
        return each.get_if<tuple_pointer>() == nullptr && is_looked_into(each);
    });
}

value const& key_part(attribute_table const& attributes, std::string_view name) {
    auto const* found = attributes.find(name);
    if (found == nullptr)
        throw python_error("AttributeError", "a field without a value: " + std::string{name});
    if (!is_plain(*found))
        throw not_evaluable("a key whose fields hold other objects is not evaluated");
    return *found;
}

/// Built-in exceptions that carry more than their arguments.
bool carries_details(type_object const& type) {
    return std::ranges::any_of(
        std::array{
            "OSError",
            "StopIteration",
            "SystemExit",
            "ImportError",
            "NameError",
            "AttributeError",
            "SyntaxError",
            "UnicodeError"},
        [&](char const* name) { return type.derives_from(*builtin_exception(name)); }
    );
}

bool is_not_implemented(value const& item) {
    return item.identical(not_implemented());
}

} // namespace

bool instance::is_exception() const {
    return type_->derives_from(*builtin_exception("BaseException"));
}

std::optional<value> instance::special(evaluation& run, std::string_view name) {
    auto const* found = find_in_class(*type_, name);
    if (found == nullptr || found->is_none())
        return std::nullopt;
    value const self = shared_from_this();
    return bind_attribute(run, *found, self, std::const_pointer_cast<type_object>(type_));
}

std::optional<value> instance::call_special(evaluation& run, std::string_view name, std::vector<value> given) {
    auto const found = special(run, name);
    if (!found)
        return std::nullopt;
    return run.call(*found, {.positional = std::move(given), .keyword = {}});
}

std::optional<value> instance::attribute(evaluation& run, std::string_view name) {
    auto const* in_class = find_in_class(*type_, name);
    auto const property = in_class == nullptr ? nullptr : in_class->as<wrapped_function>();
    bool const wins = property != nullptr && property->kind() == wrapper_kind::property;
    if (auto const* own = wins ? nullptr : attributes_.find(name))
        return *own;
    value const self = shared_from_this();
    if (in_class != nullptr)
        return bind_attribute(run, *in_class, self, std::const_pointer_cast<type_object>(type_));
    if (is_exception()) {
        if (name == "args")
            return value::tuple(args_);
        if (name == "__init__")
            return exception_init();
        if (name == "__cause__" || name == "__context__" || name == "__traceback__" || name == "with_traceback" ||
            name == "add_note" || carries_details(*type_))
            refuse("attribute '" + std::string{name} + "' of");
    } else if (name == "__init__") {
        return make_function(
            "__init__()", [](evaluation&, bound_arguments const&) { return value{}; }, effect::none
        );
    }
    if (name == "__dict__") {
        dict_table table;
        for (auto const& [known, item] : attributes_.entries())
            table.set(value{known}, item);
        auto const shown = value::dict(std::move(table));
        run.internals().note_snapshot(shown);
        return shown;
    }
    if (auto const* dynamic = find_in_class(*type_, "__getattr__"))
        return run.call(*dynamic, {.positional = {self, value{name}}, .keyword = {}});
    if (name.starts_with("__") && name.ends_with("__"))
        refuse("attribute '" + std::string{name} + "' of");
    return std::nullopt;
}

std::optional<value> instance::inherited(evaluation&, std::string_view) {
    return std::nullopt;
}

/// `super().__init__(message)` of an exception sets its arguments.
value instance::exception_init() {
    return make_function(
        "__init__(*args)",
        [weak = weak_from_this()](evaluation&, bound_arguments const& given) -> value {
            if (auto const self = std::static_pointer_cast<instance>(weak.lock()))
                self->args_.assign(given.rest().begin(), given.rest().end());
            return {};
        },
        effect::none
    );
}

void instance::set_attribute(evaluation& run, std::string_view name, value const& item) {
    auto const* in_class = find_in_class(*type_, name);
    if (auto const property = in_class == nullptr ? nullptr : in_class->as<wrapped_function>();
        property != nullptr && property->kind() == wrapper_kind::property) {
        if (property->setter().is_none())
            throw python_error(
                "AttributeError", "property '" + std::string{name} + "' of '" + type_name() + "' object has no setter"
            );
        static_cast<void>(run.call(property->setter(), {.positional = {value{shared_from_this()}, item}, .keyword = {}})
        );
        return;
    }
    if (find_in_class(*type_, "__setattr__") != nullptr)
        refuse("__setattr__ of");
    keep_attribute(run, name, item);
}

void instance::keep_attribute(evaluation& run, std::string_view name, value const& item) {
    run.charge_memory(sizeof(value) + name.size());
    run.internals().note_instance(*this, item);
    attributes_.set(name, item);
}

value instance::call(evaluation& run, arguments const& given) {
    auto const found = special(run, "__call__");
    if (!found)
        throw type_error("'" + type_name() + "' object is not callable");
    return run.call(*found, given);
}

value instance::item(evaluation& run, value const& key) {
    if (auto result = call_special(run, "__getitem__", {key}))
        return *std::move(result);
    throw type_error("'" + type_name() + "' object is not subscriptable");
}

void instance::set_item(evaluation& run, value const& key, value const& item) {
    if (!call_special(run, "__setitem__", {key, item}))
        throw type_error("'" + type_name() + "' object does not support item assignment");
}

void instance::delete_item(evaluation& run, value const& key) {
    if (!call_special(run, "__delitem__", {key}))
        throw type_error("'" + type_name() + "' object doesn't support item deletion");
}

bool instance::contains(evaluation& run, value const& item) {
    if (auto const result = call_special(run, "__contains__", {item}))
        return run.truth(*result);
    bool found = false;
    iterate(run, [&](value const& each) { return !(found = run.equal(each, item)); });
    return found;
}

std::size_t instance::length(evaluation& run) {
    auto const result = call_special(run, "__len__", {});
    if (!result)
        throw type_error("object of type '" + type_name() + "' has no len()");
    auto const size = result->integer();
    if (!size || *size < 0)
        throw value_error("__len__() should return >= 0");
    return static_cast<std::size_t>(*size);
}

void instance::iterate(evaluation& run, item_visitor const& visit) {
    auto const result = call_special(run, "__iter__", {});
    if (!result)
        throw type_error("'" + type_name() + "' object is not iterable");
    if (result->as<instance>() != nullptr)
        refuse("iterating with __next__ over");
    run.iterate(*result, visit);
}

std::optional<value> instance::binary(evaluation& run, binary_operator op, value const& other, operand_side side) {
    auto const& names = side == operand_side::left ? operator_methods : reflected_methods;
    auto result = call_special(run, names.at(static_cast<std::size_t>(op)), {other});
    if (result && is_not_implemented(*result))
        return std::nullopt;
    return result;
}

std::optional<value> instance::compare(evaluation& run, comparison_operator op, value const& other) {
    auto result = call_special(run, comparison_methods.at(static_cast<std::size_t>(op)), {other});
    if (result && is_not_implemented(*result))
        return std::nullopt;
    if (!result && op == comparison_operator::not_equal) {
        auto const equal = call_special(run, "__eq__", {other});
        if (equal && !is_not_implemented(*equal))
            return !run.truth(*equal);
    }
    return result;
}

value instance::unary(evaluation& run, syntax::unary_operator op) {
    auto const name = op == syntax::unary_operator::minus  ? "__neg__"
                      : op == syntax::unary_operator::plus ? "__pos__"
                                                           : "__invert__";
    if (auto result = call_special(run, name, {}))
        return *std::move(result);
    throw type_error("bad operand type for unary operator: '" + type_name() + "'");
}

bool instance::truth(evaluation& run) {
    if (auto const result = call_special(run, "__bool__", {}))
        return run.truth(*result);
    if (find_in_class(*type_, "__len__") != nullptr)
        return length(run) != 0;
    return true;
}

std::string instance::str(evaluation& run) {
    if (auto const result = call_special(run, "__str__", {})) {
        if (auto const text = result->text())
            return std::string{*text};
        throw type_error("__str__ returned non-string (type " + type_name_of(*result) + ")");
    }
    if (!is_exception())
        return repr(run);
    if (args_.empty())
        return {};
    if (args_.size() > 1)
        return run.repr(value::tuple(args_));
    return type_->derives_from(*builtin_exception("KeyError")) ? run.repr(args_[0]) : run.str(args_[0]);
}

std::string instance::repr(evaluation& run) {
    if (auto const result = call_special(run, "__repr__", {})) {
        if (auto const text = result->text())
            return std::string{*text};
        throw type_error("__repr__ returned non-string (type " + type_name_of(*result) + ")");
    }
    if (!is_exception())
        throw not_evaluable("the text of a '" + type_name() + "' object holds its address", "define __repr__");
    std::string text = type_name() + "(";
    for (std::size_t i = 0; i < args_.size(); ++i)
        text += (i == 0 ? "" : ", ") + run.repr(args_[i]);
    return text + ")";
}

value instance::enter(evaluation& run) {
    if (auto result = call_special(run, "__enter__", {}))
        return *std::move(result);
    throw type_error("'" + type_name() + "' object does not support the context manager protocol");
}

bool instance::exit(evaluation& run, raised const* exception) {
    std::vector<value> given(3);
    if (exception != nullptr) {
        given[0] = std::const_pointer_cast<type_object>(exception->thrown->type());
        given[1] = exception->thrown;
    }
    auto const result = call_special(run, "__exit__", std::move(given));
    if (!result)
        throw type_error("'" + type_name() + "' object does not support the context manager protocol");
    return run.truth(*result);
}

bool instance::same_key(object const& other) const {
    if (this == &other)
        return true;
    auto const keys = key_attributes_of(*type_);
    auto const* right = dynamic_cast<instance const*>(&other);
    if (keys != nullptr && right != nullptr && key_attributes_of(*right->type_) != nullptr)
        return type_ == right->type_ && std::ranges::all_of(keys->names(), [&](std::string const& name) {
                   return python::same_key(key_part(attributes_, name), key_part(right->attributes_, name));
               });
    if (find_in_class(*type_, "__eq__") != nullptr)
        throw not_evaluable("a key whose class defines __eq__ is not evaluated");
    return false;
}

std::size_t instance::hash() const {
    if (auto const keys = key_attributes_of(*type_)) {
        std::vector<value> parts;
        for (auto const& name : keys->names())
            parts.push_back(key_part(attributes_, name));
        return hash_of(value::tuple(std::move(parts)));
    }
    if (find_in_class(*type_, "__hash__") != nullptr)
        throw not_evaluable("a key whose class defines __hash__ is not evaluated");
    if (find_in_class(*type_, "__eq__") != nullptr)
        throw type_error("unhashable type: '" + type_name() + "'");
    return object::hash();
}

void instance::surrender(std::vector<value>& into) noexcept {
    attributes_.surrender(into);
    std::ranges::move(args_, std::back_inserter(into));
    args_.clear();
}

} // namespace alembicore::python
