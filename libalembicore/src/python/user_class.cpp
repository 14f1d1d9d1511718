// Classes of evaluated code: ancestors, attributes, construction, super().
#include "python/user_class.hpp"

#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"

#include <algorithm>

namespace alembicore::python {

value const* attribute_table::find(std::string_view name) const noexcept {
    for (auto const& [known, item] : entries_)
        if (known == name)
            return &item;
    return nullptr;
}

void attribute_table::set(std::string_view name, value item) {
    for (auto& [known, held] : entries_)
        if (known == name) {
            held = std::move(item);
            return;
        }
    entries_.emplace_back(name, std::move(item));
}

bool attribute_table::erase(std::string_view name) {
    return std::erase_if(entries_, [&](auto const& each) { return each.first == name; }) != 0;
}

void attribute_table::surrender(std::vector<value>& into) {
    for (auto& [name, item] : entries_)
        into.push_back(std::move(item));
    entries_.clear();
}

namespace {

std::vector<type_pointer> ancestors_of(type_pointer const& type) {
    std::vector<type_pointer> result{type};
    if (auto const* defined = dynamic_cast<user_class const*>(type.get())) {
        result.insert(result.end(), defined->ancestors().begin(), defined->ancestors().end());
        return result;
    }
    for (auto const& base : type->bases())
        for (auto const& each : ancestors_of(base))
            if (std::ranges::find(result, each) == result.end())
                result.push_back(each);
    return result;
}

/// Python's C3 linearisation.
std::vector<type_pointer> linearise(std::vector<type_pointer> const& bases) {
    std::vector<std::vector<type_pointer>> sequences;
    constexpr std::size_t most_ancestors = 100;
    for (auto const& base : bases) {
        sequences.push_back(ancestors_of(base));
        if (sequences.size() > most_ancestors || sequences.back().size() > most_ancestors)
            throw error{
                errc::evaluation_limit, "a class has more than " + std::to_string(most_ancestors) + " ancestors"};
    }
    sequences.push_back(bases);
    std::vector<type_pointer> result;
    while (true) {
        std::erase_if(sequences, [](auto const& each) { return each.empty(); });
        if (sequences.empty())
            return result;
        auto const is_free = [&](type_pointer const& candidate) {
            return std::ranges::none_of(sequences, [&](auto const& each) {
                return std::find(each.begin() + 1, each.end(), candidate) != each.end();
            });
        };
        auto const found = std::ranges::find_if(sequences, [&](auto const& each) { return is_free(each.front()); });
        if (found == sequences.end())
            throw type_error("Cannot create a consistent method resolution order (MRO) for bases");
        auto const next = found->front();
        result.push_back(next);
        for (auto& each : sequences)
            if (each.front() == next)
                each.erase(each.begin());
    }
}

value const* own_attribute(type_object const& type, std::string_view name) {
    auto const* defined = dynamic_cast<user_class const*>(&type);
    return defined == nullptr ? nullptr : defined->own().find(name);
}

} // namespace

user_class::user_class(class_body body, std::vector<type_pointer> bases)
    : type_object(std::move(body.name), bases.empty() ? std::vector{object_type()} : bases),
      annotations_(std::move(body.annotations)), module_(std::move(body.module)),
      bases_left_out_(std::move(body.bases_left_out)), ancestors_(linearise(type_object::bases())) {
    for (auto& [name, item] : body.attributes)
        own_.set(name, std::move(item));
}

value const* find_in_class(type_object const& type, std::string_view name) {
    if (auto const* found = own_attribute(type, name))
        return found;
    if (auto const* defined = dynamic_cast<user_class const*>(&type))
        for (auto const& ancestor : defined->ancestors())
            if (auto const* found = own_attribute(*ancestor, name))
                return found;
    return nullptr;
}

value const* find_after(type_object const& type, type_object const& after, std::string_view name) {
    auto const* defined = dynamic_cast<user_class const*>(&type);
    if (defined == nullptr)
        return nullptr;
    bool passed = &type == &after;
    for (auto const& ancestor : defined->ancestors()) {
        if (passed)
            if (auto const* found = own_attribute(*ancestor, name))
                return found;
        passed = passed || ancestor.get() == &after;
    }
    return nullptr;
}

value bind_attribute(evaluation& run, value const& attribute, std::optional<value> const& self, value const& owner) {
    if (auto const wrapped = attribute.as<wrapped_function>()) {
        switch (wrapped->kind()) {
        case wrapper_kind::static_method:
            return wrapped->function();
        case wrapper_kind::class_method:
            return std::make_shared<bound_callable>(wrapped->function(), owner);
        case wrapper_kind::property:
            return self ? run.call(wrapped->function(), {.positional = {*self}, .keyword = {}}) : attribute;
        }
    }
    auto const native = attribute.as<native_function>();
    bool const method = native != nullptr && native->declared().slot_of("self") == 0;
    if (self && (method || attribute.as<user_function>() != nullptr))
        return std::make_shared<bound_callable>(attribute, *self);
    return attribute;
}

void adopt_methods(std::shared_ptr<user_class> const& owner) {
    for (auto const& [name, item] : owner->own().entries()) {
        auto function = item.as<user_function>();
        if (auto const wrapped = item.as<wrapped_function>())
            function = wrapped->function().as<user_function>();
        if (function != nullptr && function->defining_class.expired())
            function->defining_class = owner;
    }
}

std::optional<value> user_class::attribute(evaluation& run, std::string_view name_wanted) {
    if (auto const* found = find_in_class(*this, name_wanted))
        return bind_attribute(run, *found, std::nullopt, shared_from_this());
    if (name_wanted == "__name__" || name_wanted == "__qualname__")
        return value{name()};
    if (name_wanted == "__module__")
        return value{module_};
    for (auto const& ancestor : ancestors_)
        if (dynamic_cast<user_class const*>(ancestor.get()) == nullptr && ancestor != object_type())
            if (auto found = std::const_pointer_cast<type_object>(ancestor)->attribute(run, name_wanted))
                return found;
    if (name_wanted.starts_with("__"))
        refuse("attribute '" + std::string{name_wanted} + "' of");
    return std::nullopt;
}

void user_class::set_attribute(evaluation& run, std::string_view name_set, value const& item) {
    static_cast<void>(run);
    own_.set(name_set, item);
}

value user_class::call(evaluation& run, arguments const& given) {
    auto const self = std::static_pointer_cast<type_object const>(shared_from_this());
    if (find_in_class(*this, "__new__") != nullptr)
        throw not_evaluable("class '" + name() + "' defines __new__, which is not evaluated");
    auto made = std::make_shared<instance>(self);
    value const result = made;
    bool const exception = made->is_exception();
    if (exception)
        made->args() = given.positional;
    if (auto const* init = find_in_class(*this, "__init__")) {
        arguments with_self = given;
        with_self.positional.insert(with_self.positional.begin(), result);
        static_cast<void>(run.call(*init, with_self));
    } else if (!exception && (!given.positional.empty() || !given.keyword.empty())) {
        throw type_error(name() + "() takes no arguments");
    } else if (exception && !given.keyword.empty()) {
        throw type_error(name() + "() takes no keyword arguments");
    }
    return result;
}

value user_class::subclass(evaluation&, class_body) const {
    throw error{errc::internal, "an ordinary class was asked to make its subclass"};
}

std::string user_class::repr(evaluation&) {
    return "<class '" + module_ + "." + name() + "'>";
}

void user_class::surrender(std::vector<value>& into) noexcept {
    own_.surrender(into);
}

std::optional<value> bound_callable::attribute(evaluation& run, std::string_view name) {
    if (name == "__self__")
        return self_;
    if (name == "__func__")
        return function_;
    return run.attribute(function_, name);
}

value bound_callable::call(evaluation& run, arguments const& given) {
    arguments with_self;
    with_self.positional.reserve(given.positional.size() + 1);
    with_self.positional.push_back(self_);
    with_self.positional.insert(with_self.positional.end(), given.positional.begin(), given.positional.end());
    with_self.keyword = given.keyword;
    return run.call(function_, with_self);
}

void bound_callable::surrender(std::vector<value>& into) noexcept {
    into.push_back(std::move(function_));
    into.push_back(std::move(self_));
}

std::string wrapped_function::type_name() const {
    switch (kind_) {
    case wrapper_kind::static_method:
        return "staticmethod";
    case wrapper_kind::class_method:
        return "classmethod";
    case wrapper_kind::property:
        break;
    }
    return "property";
}

std::optional<value> wrapped_function::attribute(evaluation&, std::string_view name) {
    if (kind_ != wrapper_kind::property || name != "setter")
        refuse("attribute '" + std::string{name} + "' of");
    return make_function(
        "setter(function)",
        [getter = function_](evaluation&, bound_arguments const& given) -> value {
            return std::make_shared<wrapped_function>(wrapper_kind::property, getter, given["function"]);
        },
        effect::none
    );
}

value wrapped_function::call(evaluation& run, arguments const& given) {
    if (kind_ != wrapper_kind::static_method)
        throw type_error("'" + type_name() + "' object is not callable");
    return run.call(function_, given);
}

type_pointer object_type() {
    return builtin_type("object");
}

} // namespace alembicore::python
