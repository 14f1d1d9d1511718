// Calls, attributes, truth, text and classes of values of any kind.
#include "python/builtins.hpp"
#include "python/machine.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"
#include "python/typing_form.hpp"
#include "python/unknown.hpp"

#include <algorithm>

namespace alembicore::python {

std::string type_name_of(value const& item) {
    if (auto const* object = item.as_object()) {
        // What is not known must not be mistaken for something of the wrong type.
        if (auto const* unknown = dynamic_cast<unknown_object const*>(object))
            throw unknown->refusal();
        return object->type_name();
    }
    return builtin_type_of(item)->name();
}

raised missing_attribute(value const& target, std::string_view name) {
    auto const quoted = "'" + std::string{name} + "'";
    if (auto const type = target.as<type_object>())
        return python_error("AttributeError", "type object '" + type->name() + "' has no attribute " + quoted);
    if (auto const module = target.as<module_object>())
        return python_error("AttributeError", "module '" + module->name() + "' has no attribute " + quoted);
    return python_error("AttributeError", "'" + type_name_of(target) + "' object has no attribute " + quoted);
}

value evaluation::call(value const& callee, arguments const& given) {
    check_stack();
    charge_steps(1);
    auto* const object = callee.as_object();
    if (object == nullptr)
        throw type_error("'" + type_name_of(callee) + "' object is not callable");
    value const held = callee;
    auto result = object->call(*this, given);
    machine_->keep_result(result);
    return result;
}

std::optional<value> evaluation::attribute(value const& target, std::string_view name) {
    if (auto* object = target.as_object()) {
        if (name == "__class__")
            return value{std::const_pointer_cast<type_object>(type_of(target))};
        return object->attribute(*this, name);
    }
    if (auto const* method = find_method(target, name))
        return bind_method(target, *method);
    if (name == "__class__")
        return value{std::const_pointer_cast<type_object>(type_of(target))};
    if (name.starts_with("__"))
        throw not_evaluable("attribute '" + std::string{name} + "' of '" + type_name_of(target) + "' is not evaluated");
    return plain_attribute(target, name);
}

void set_attribute(evaluation& run, value const& target, std::string_view name, value const& item) {
    auto* const object = target.as_object();
    if (object == nullptr)
        throw python_error(
            "AttributeError", "'" + type_name_of(target) + "' object has no attribute '" + std::string{name} + "'"
        );
    object->set_attribute(run, name, item);
}

bool evaluation::truth(value const& item) {
    if (auto* object = item.as_object()) {
        check_stack();
        return object->truth(*this);
    }
    if (auto const boolean = item.boolean())
        return *boolean;
    if (item.is_none())
        return false;
    if (auto const number = item.number())
        return *number != 0;
    return length_of(*this, item) != 0;
}

namespace {

/// Text of nested values, which may contain themselves.
class representation {
public:
    explicit representation(evaluation& run) : run_(run) {}

    std::string of(value const& item) {
        run_.check_stack();
        run_.charge_steps(1);
        if (auto* object = item.as_object())
            return object->repr(run_);
        if (auto const* list = item.get_if<list_pointer>())
            return nested(list->get(), "[...]", [&] { return "[" + items((*list)->items) + "]"; });
        if (auto const* tuple = item.get_if<tuple_pointer>()) {
            auto const& inside = (*tuple)->items;
            return "(" + items(inside) + (inside.size() == 1 ? ",)" : ")");
        }
        if (auto const* dict = item.get_if<dict_pointer>())
            return nested(dict->get(), "{...}", [&] { return pairs((*dict)->table); });
        if (auto const* set = item.get_if<set_pointer>())
            return members(**set);
        return plain(item);
    }

private:
    template <typename Make>
    std::string nested(void const* identity, char const* again, Make&& make) {
        if (std::ranges::find(open_, identity) != open_.end())
            return again;
        open_.push_back(identity);
        std::string text = make();
        open_.pop_back();
        run_.charge_memory(text.size());
        return text;
    }

    std::string items(std::vector<value> const& inside) {
        std::string text;
        for (std::size_t i = 0; i < inside.size(); ++i)
            text += (i == 0 ? "" : ", ") + of(inside[i]);
        run_.charge_memory(text.size());
        return text;
    }

    std::string pairs(dict_table const& table) {
        std::string text = "{";
        table.for_each([&](value const& key, value const& item) {
            text += (text.size() == 1 ? "" : ", ") + of(key);
            text += ": " + of(item);
        });
        return text + "}";
    }

    std::string members(set_data const& set) {
        auto const inside = ordered_items(set);
        std::string const text = inside.empty() ? "" : "{" + items(inside) + "}";
        if (set.frozen)
            return "frozenset(" + text + ")";
        return inside.empty() ? "set()" : text;
    }

    static std::string plain(value const& item) {
        if (item.is_none())
            return "None";
        if (auto const boolean = item.boolean())
            return *boolean ? "True" : "False";
        if (auto const* whole = item.get_if<std::int64_t>())
            return std::to_string(*whole);
        if (auto const* real = item.get_if<double>())
            return real_text(*real);
        if (auto const* text = item.get_if<str_pointer>())
            return quote_text((*text)->text);
        return quote_bytes((*item.get_if<bytes_pointer>())->bytes);
    }

    evaluation& run_;
    std::vector<void const*> open_;
};

} // namespace

std::string evaluation::str(value const& item) {
    if (auto const* text = item.get_if<str_pointer>())
        return (*text)->text;
    if (auto* object = item.as_object()) {
        check_stack();
        return object->str(*this);
    }
    return repr(item);
}

std::string evaluation::repr(value const& item) {
    auto text = representation{*this}.of(item);
    charge_memory(text.size());
    return text;
}

type_pointer evaluation::type_of(value const& item) {
    auto const* object = item.as_object();
    if (object == nullptr)
        return builtin_type_of(item);
    if (auto type = object->type())
        return type;
    if (dynamic_cast<type_object const*>(object) != nullptr)
        return builtin_type("type");
    if (auto const* unknown = dynamic_cast<unknown_object const*>(object))
        throw unknown->refusal();
    throw not_evaluable("the class of a '" + object->type_name() + "' is not known exactly");
}

bool evaluation::is_instance(value const& item, value const& type_or_tuple) {
    if (auto const* several = type_or_tuple.get_if<tuple_pointer>())
        return std::ranges::any_of((*several)->items, [&](value const& each) { return is_instance(item, each); });
    auto const type = type_or_tuple.as<type_object>();
    if (type == nullptr) {
        if (auto const unknown = type_or_tuple.as<unknown_object>())
            throw unknown->refusal();
        if (type_or_tuple.as_object() != nullptr)
            throw not_evaluable("isinstance() with a '" + type_name_of(type_or_tuple) + "' is not known exactly");
        throw type_error("isinstance() arg 2 must be a type, a tuple of types, or a union");
    }
    auto const actual = type_of(item);
    if (actual->derives_from(*type))
        return true;
    auto const form = std::dynamic_pointer_cast<typing_form>(type);
    return form != nullptr && form->includes(item);
}

} // namespace alembicore::python
