// Built-in functions that look at values and names.
#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"
#include "python/unknown.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

/// `globals()`: the names of the module, read and written in place.
class namespace_view final : public object {
public:
    explicit namespace_view(name_table& names) : names_(names) {}

    [[nodiscard]] std::string type_name() const override { return "dict"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] value item(evaluation&, value const& key) override {
        auto const name = key.text();
        if (auto const* found = name ? names_.find(*name) : nullptr)
            return *found;
        auto made = std::make_shared<instance>(builtin_exception("KeyError"));
        made->args().push_back(key);
        throw raised{std::move(made)};
    }

    void set_item(evaluation&, value const& key, value const& item) override {
        auto const name = key.text();
        if (!name)
            refuse("a key that is no string in");
        names_.set(*name, item);
    }

    [[nodiscard]] bool contains(evaluation&, value const& item) override {
        auto const name = item.text();
        return name && names_.find(*name) != nullptr;
    }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (name != "get")
            refuse("attribute '" + std::string{name} + "' of the names of a module, a");
        return make_function(
            "get(key, default=None, /)",
            [&names = names_](evaluation&, bound_arguments const& given) -> value {
                auto const key = given["key"].text();
                auto const* found = key ? names.find(*key) : nullptr;
                return found == nullptr ? given["default"] : *found;
            },
            effect::none
        );
    }

private:
    name_table& names_;
};

/// `super()`: attributes after a class in the order of an instance's class.
class super_object final : public object {
public:
    super_object(type_pointer after, value self) : after_(std::move(after)), self_(std::move(self)) {}

    [[nodiscard]] std::string type_name() const override { return "super"; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        auto const class_self = self_.as<type_object>();
        auto const type = class_self != nullptr ? type_pointer{class_self} : run.type_of(self_);
        auto const owner = value{std::const_pointer_cast<type_object>(type)};
        if (auto const* found = find_after(*type, *after_, name))
            return bind_attribute(run, *found, class_self == nullptr ? std::optional{self_} : std::nullopt, owner);
        auto const made = self_.as<instance>();
        if (auto found = made == nullptr ? std::nullopt : made->inherited(run, name))
            return found;
        if (name == "__init__" && made != nullptr) {
            if (made->is_exception())
                return made->exception_init();
            return make_function(
                "__init__()", [](evaluation&, bound_arguments const&) { return value{}; }, effect::none
            );
        }
        refuse("attribute '" + std::string{name} + "' of");
    }

private:
    type_pointer after_;
    value self_;
};

value make_super(evaluation& run, bound_arguments const& given) {
    if (given.given("type")) {
        auto const type = given["type"].as<type_object>();
        if (type == nullptr || !given.given("obj"))
            throw given.refusal("type", "this form of super() is not evaluated");
        return std::make_shared<super_object>(type, given["obj"]);
    }
    auto const* current = run.internals().current_frame();
    auto const defining =
        current == nullptr || current->function == nullptr ? nullptr : current->function->defining_class.lock();
    if (defining == nullptr || current->slots.empty() || !current->slots.front())
        throw python_error("RuntimeError", "super(): no arguments");
    return std::make_shared<super_object>(defining, *current->slots.front());
}

std::string attribute_name(bound_arguments const& given) {
    if (auto const name = given["name"].text())
        return std::string{*name};
    throw type_error("attribute name must be string, not '" + type_name_of(given["name"]) + "'");
}

/// AttributeError counts as absent; refusals pass.
std::optional<value> attribute_or_none(evaluation& run, value const& target, std::string_view name) {
    try {
        return run.attribute(target, name);
    } catch (raised const& thrown) {
        if (!thrown.thrown->type()->derives_from(*builtin_exception("AttributeError")))
            throw;
        return std::nullopt;
    }
}

value get_attribute(evaluation& run, bound_arguments const& given) {
    auto const name = attribute_name(given);
    if (given.given("default")) {
        auto found = attribute_or_none(run, given["object"], name);
        return found ? *std::move(found) : given["default"];
    }
    if (auto found = run.attribute(given["object"], name))
        return *std::move(found);
    throw missing_attribute(given["object"], name);
}

value has_attribute(evaluation& run, bound_arguments const& given) {
    return attribute_or_none(run, given["object"], attribute_name(given)).has_value();
}

value assign_attribute(evaluation& run, bound_arguments const& given) {
    set_attribute(run, given["object"], attribute_name(given), given["value"]);
    return {};
}

value is_subclass(evaluation&, bound_arguments const& given) {
    auto const type = given["cls"].as<type_object>();
    if (type == nullptr)
        throw type_error("issubclass() arg 1 must be a class");
    auto const derives = [&](value const& other) {
        auto const base = other.as<type_object>();
        if (base == nullptr)
            throw type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union");
        return type->derives_from(*base);
    };
    if (auto const* several = given["class_or_tuple"].get_if<tuple_pointer>())
        return std::ranges::any_of((*several)->items, derives);
    return derives(given["class_or_tuple"]);
}

value is_callable(evaluation&, bound_arguments const& given) {
    auto const& item = given["obj"];
    if (item.as_object() == nullptr)
        return false;
    if (item.as<type_object>() != nullptr || item.as<user_function>() != nullptr ||
        item.as<native_function>() != nullptr || item.as<bound_callable>() != nullptr)
        return true;
    if (auto const made = item.as<instance>())
        return find_in_class(*made->type(), "__call__") != nullptr;
    throw given.refusal("obj", "callable() of a '" + type_name_of(item) + "' is not known exactly");
}

value module_names(evaluation& run, bound_arguments const&) {
    return std::make_shared<namespace_view>(run.internals().current_module().globals);
}

value attributes_of(evaluation& run, bound_arguments const& given) {
    if (auto const made = given["object"].as<instance>())
        return *made->attribute(run, "__dict__");
    throw given.refusal("object", "vars() of a '" + type_name_of(given["object"]) + "' is not evaluated");
}

value nothing(evaluation&, bound_arguments const&) {
    return {};
}

value refuse_input(evaluation&, bound_arguments const& given) {
    throw not_evaluable(given.declared().name() + "() is not evaluated");
}

} // namespace

void declare_inspection(module_object& builtins) {
    auto const pure = effect::none;
    builtins.function("getattr(object, name, default=..., /)", get_attribute, pure);
    builtins.function("hasattr(object, name, /)", has_attribute, pure);
    builtins.function("setattr(object, name, value, /)", assign_attribute, pure);
    builtins.function(
        "isinstance(obj, class_or_tuple, /)",
        [](evaluation& run, bound_arguments const& given) -> value {
            return run.is_instance(given["obj"], given["class_or_tuple"]);
        },
        pure
    );
    builtins.function("issubclass(cls, class_or_tuple, /)", is_subclass, pure);
    builtins.function("callable(obj, /)", is_callable, pure);
    builtins.function("globals()", module_names, pure);
    builtins.function("vars(object, /)", attributes_of, pure);
    builtins.function("super(type=..., obj=..., /)", make_super, pure);
    // What it shows is for the person at the terminal of a Python run.
    builtins.function("print(*values, sep=' ', end='', file=None, flush=False)", nothing, pure);
    for (auto const* declared :
         {"input(*args)",
          "eval(*args, **kw)",
          "exec(*args, **kw)",
          "compile(*args, **kw)",
          "__import__(*args, **kw)",
          "locals()",
          "id(object)",
          "dir(*args)",
          "memoryview(*args)",
          "bytearray(*args)",
          "complex(*args)",
          "delattr(*args)",
          "breakpoint(*args)",
          "exit(*args)",
          "quit(*args)"})
        builtins.function(declared, refuse_input);
}

} // namespace alembicore::python
