// enum: Enum, IntEnum, StrEnum, ReprEnum; no flags.
#include "python/builtins.hpp"
#include "python/enum_type.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"

#include <algorithm>
#include <sstream>

namespace alembicore::python {

namespace {

class automatic_value final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "auto"; }
};

bool is_wrapped(std::string_view name, std::string_view in) noexcept {
    return name.size() > 2 * in.size() && name.starts_with(in) && name.ends_with(in);
}

/// `_3DO` is a name like any other; `_order_`, `__doc__` and the private `__x` are not.
bool is_member(std::string_view name, value const& item) {
    if (is_wrapped(name, "_") || name.starts_with("__"))
        return false;
    if (item.as<type_object>() != nullptr)
        throw not_evaluable("a class in an enum is a member of it or not in different versions of Python");
    return item.as<wrapped_function>() == nullptr && item.as<user_function>() == nullptr &&
           item.as<native_function>() == nullptr;
}

void require_known_name(std::string_view name) {
    static constexpr std::string_view known[] = {"_missing_", "_generate_next_value_", "_order_"};
    bool const reserved = is_wrapped(name, "_") && !is_wrapped(name, "__");
    bool const refused = name == "__init__" || name == "__new__" || name == "__init_subclass__";
    if (refused || (reserved && std::ranges::find(known, name) == std::end(known)))
        throw not_evaluable("an enum with " + std::string{name} + " is not evaluated", "run this revision with Python");
}

/// `_generate_next_value_` of the class, or of what it derives from; None without one.
value generator_of(class_body const& body) {
    static constexpr std::string_view name = "_generate_next_value_";
    for (auto const& [attribute, item] : body.attributes)
        if (attribute == name)
            return item;
    for (auto const& base : body.bases)
        if (auto const type = base.as<type_object>())
            if (auto const* inherited = find_in_class(*type, name))
                return *inherited;
    return {};
}

value generated(evaluation& run, value const& generator, std::vector<value> const& before, std::string const& name) {
    auto const wrapped = generator.as<wrapped_function>();
    if (wrapped != nullptr && wrapped->kind() != wrapper_kind::static_method)
        throw not_evaluable("a _generate_next_value_ that is a " + wrapped->type_name() + " is not evaluated");
    auto const count = static_cast<std::int64_t>(before.size());
    return run.call(
        wrapped == nullptr ? generator : wrapped->function(),
        {.positional = {value{name}, value{1}, value{count}, value::list(before)}, .keyword = {}}
    );
}

value next_value(std::vector<value> const& before, mixin mixed, std::string const& name) {
    if (mixed == mixin::text_shown_as_value) {
        std::string lowered = name;
        std::ranges::transform(lowered, lowered.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
        });
        return lowered;
    }
    if (mixed == mixin::text)
        throw not_evaluable("auto() in an enum with str is not evaluated", "write the values");
    std::int64_t last = 0;
    for (auto const& each : before) {
        auto const whole = each.integer();
        if (!whole)
            throw not_evaluable("auto() after a value that is no number is not evaluated", "write the values");
        last = std::max(last, *whole);
    }
    return last + 1;
}

bool is_of_type(mixin mixed, value const& content) {
    switch (mixed) {
    case mixin::none:
        return true;
    case mixin::text:
    case mixin::text_shown_as_value:
        return content.text().has_value();
    case mixin::whole:
    case mixin::whole_shown_as_value:
        return content.integer().has_value();
    case mixin::shown_as_value:
        break;
    }
    return false;
}

value make_enum(evaluation& run, class_body body, mixin mixed) {
    auto attributes = std::move(body.attributes);
    body.attributes.clear();
    std::vector<std::pair<std::string, value>> members;
    for (auto& [name, item] : attributes) {
        require_known_name(name);
        if (name == "_generate_next_value_" && !members.empty())
            throw type_error("_generate_next_value_ must be defined before members");
        auto& into = is_member(name, item) ? members : body.attributes;
        into.emplace_back(name, std::move(item));
    }
    auto const generator = generator_of(body);
    std::vector<type_pointer> bases;
    for (auto const& each : body.bases)
        bases.push_back(each.as<type_object>());
    auto made = std::make_shared<enum_type>(std::move(body), std::move(bases), mixed);
    adopt_methods(made);
    std::vector<value> contents;
    for (auto& [name, item] : members) {
        auto content = item;
        if (item.as<automatic_value>() != nullptr)
            content =
                generator.is_none() ? next_value(contents, mixed, name) : generated(run, generator, contents, name);
        if (!is_of_type(mixed, content))
            throw not_evaluable(
                "member '" + name + "' of an enum is converted to the type of the enum, which is not evaluated"
            );
        contents.push_back(content);
        made->add(run, name, std::move(content));
    }
    run.keep(made);
    return made;
}

mixin mixin_of(class_body const& body, mixin inherited) {
    for (auto const& each : body.bases) {
        auto const type = each.as<type_object>();
        bool const shown = inherited == mixin::shown_as_value;
        if (type == builtin_type("str") && shown)
            throw not_evaluable("an enum of str and ReprEnum is not evaluated", "use StrEnum");
        if (type == builtin_type("str"))
            return mixin::text;
        if (type == builtin_type("int"))
            return shown ? mixin::whole_shown_as_value : mixin::whole;
        if (type != nullptr && type->bases().empty() == false && type->derives_from(*builtin_type("float")))
            throw not_evaluable("an enum of floats is not evaluated");
    }
    return inherited;
}

} // namespace

value enum_type::subclass(evaluation& run, class_body body) const {
    if (has_members())
        throw type_error("cannot extend <enum '" + name() + "'>");
    auto const mixed = mixin_of(body, mixin_);
    return make_enum(run, std::move(body), mixed);
}

namespace {

void add_named(value const& item, std::int64_t number, std::vector<std::pair<std::string, value>>& to) {
    auto const* pair = item.items();
    if (pair != nullptr && pair->size() == 2 && pair->front().text())
        to.emplace_back(*pair->front().text(), pair->back());
    else if (auto const text = item.text())
        to.emplace_back(*text, value{number});
    else
        throw not_evaluable("a member of an enum by '" + type_name_of(item) + "' is not evaluated");
}

/// `names` of `Enum('Color', names)`: words, names, or names with values.
std::vector<std::pair<std::string, value>> named_members(evaluation& run, bound_arguments const& given) {
    auto number = given.integer("start");
    std::vector<std::pair<std::string, value>> members;
    if (auto const* table = given["names"].mapping()) {
        table->for_each([&](value const& name, value const& item) { members.emplace_back(run.str(name), item); });
        return members;
    }
    if (auto const text = given["names"].text()) {
        std::string words{*text};
        std::ranges::replace(words, ',', ' ');
        std::istringstream in{words};
        for (std::string word; in >> word;)
            members.emplace_back(word, value{number++});
        return members;
    }
    for (auto const& item : run.collect(given["names"]))
        add_named(item, number++, members);
    return members;
}

/// Enum('Color', 'RED GREEN')
value call_base(evaluation& run, bound_arguments const& given, value const& base, mixin mixed) {
    if (mixed != mixin::none && mixed != mixin::whole_shown_as_value)
        throw not_evaluable("an enum of text that a call makes is not evaluated", "write it as a class");
    if (given["names"].is_none() || !given["type"].is_none())
        throw given.refusal("names", "not the names of members");
    class_body body;
    body.name = given.text("value");
    body.bases = {base};
    body.attributes = named_members(run, given);
    body.module = given.optional_text("module").value_or("");
    return make_enum(run, std::move(body), mixed);
}

value make_base(std::string name, std::vector<type_pointer> bases, mixin inherited) {
    auto made = std::make_shared<native_type>(std::move(name), std::move(bases));
    made->constructor(
        "(value, names=None, *, module=None, qualname=None, type=None, start=1)",
        [inherited, weak = std::weak_ptr{made}](evaluation& run, bound_arguments const& given) {
            return call_base(run, given, class_value(weak.lock()), inherited);
        },
        effect::none
    );
    made->on_subclass([inherited](evaluation& run, class_body body) {
        auto const mixed = mixin_of(body, inherited);
        return make_enum(run, std::move(body), mixed);
    });
    return made;
}

} // namespace

void add_enum(module_registry& registry) {
    auto& module = registry.module("enum");
    auto const base = make_base("Enum", {object_type()}, mixin::none);
    auto const type = base.as<type_object>();
    module.set("Enum", base);
    module.set("IntEnum", make_base("IntEnum", {builtin_type("int"), type}, mixin::whole_shown_as_value));
    module.set("StrEnum", make_base("StrEnum", {builtin_type("str"), type}, mixin::text_shown_as_value));
    module.set("ReprEnum", make_base("ReprEnum", {type}, mixin::shown_as_value));
    module.function(
        "unique(enumeration)",
        [](evaluation&, bound_arguments const& given) { return given["enumeration"]; },
        effect::none
    );
    module.function(
        "auto()",
        [](evaluation&, bound_arguments const&) -> value { return std::make_shared<automatic_value>(); },
        effect::none
    );
}

} // namespace alembicore::python
