// dataclasses: dataclass, field, asdict.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/operations.hpp"
#include "python/user_class.hpp"

namespace alembicore::python {

namespace {

/// What `field(…)` says until the class is made.
class field_declaration final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "Field"; }

    std::optional<value> fallback;
    std::optional<value> factory;
    bool in_init = true;
    bool in_repr = true;
    bool compared = true;
};

struct field {
    std::string name;
    std::optional<value> fallback;
    std::optional<value> factory;
    bool in_init = true;
    bool in_repr = true;
    bool compared = true;
};

/// The fields of a class, for the generated methods; kept as an attribute of the class.
class field_list final : public object {
public:
    explicit field_list(std::vector<field> content) : fields(std::move(content)) {}

    [[nodiscard]] std::string type_name() const override { return "dict"; }

    void surrender(std::vector<value>& into) noexcept override {
        for (auto& each : fields)
            if (each.fallback)
                into.push_back(std::move(*each.fallback));
        fields.clear();
    }

    std::vector<field> fields;
};

constexpr std::string_view fields_name = "__dataclass_fields__";

std::shared_ptr<field_list> fields_of(type_object const& type) {
    auto const* found = find_in_class(type, fields_name);
    return found == nullptr ? nullptr : found->as<field_list>();
}

instance& self_in(bound_arguments const& given) {
    auto const self = given["self"].as<instance>();
    if (self == nullptr)
        throw given.refusal("self", "an instance of the class is expected");
    return *self;
}

void replace_or_add(std::vector<field>& fields, field added) {
    for (auto& each : fields)
        if (each.name == added.name) {
            each = std::move(added);
            return;
        }
    fields.push_back(std::move(added));
}

std::vector<field> read_fields(user_class& owner) {
    std::vector<field> fields;
    for (auto ancestor = owner.ancestors().rbegin(); ancestor != owner.ancestors().rend(); ++ancestor)
        if (auto const* defined = dynamic_cast<user_class const*>(ancestor->get()))
            if (auto const* inherited = defined->own().find(fields_name))
                for (auto const& each : inherited->as<field_list>()->fields)
                    replace_or_add(fields, each);
    for (auto const& [name, annotation] : owner.annotations()) {
        if (annotation.find("ClassVar") != std::string::npos)
            continue;
        if (annotation.find("InitVar") != std::string::npos || annotation.find("KW_ONLY") != std::string::npos)
            throw not_evaluable("a dataclass with " + annotation + " is not evaluated");
        field added{.name = name, .fallback = std::nullopt, .factory = std::nullopt};
        if (auto const* item = owner.own().find(name)) {
            if (auto const declared = item->as<field_declaration>()) {
                added.fallback = declared->fallback;
                added.factory = declared->factory;
                added.in_init = declared->in_init;
                added.in_repr = declared->in_repr;
                added.compared = declared->compared;
                owner.own().erase(name);
                if (added.fallback)
                    owner.own().set(name, *added.fallback);
            } else if (item->get_if<list_pointer>() != nullptr || item->mapping() != nullptr || item->get_if<set_pointer>() != nullptr) {
                throw value_error(
                    "mutable default <class '" + type_name_of(*item) + "'> for field " + name +
                    " is not allowed: use default_factory"
                );
            } else {
                added.fallback = *item;
            }
        }
        replace_or_add(fields, std::move(added));
    }
    return fields;
}

/// Stands for "make one with the factory" among the defaults of the generated __init__.
value factory_mark() {
    static value const once = std::make_shared<field_declaration>();
    return once;
}

value make_init(user_class const& owner, std::vector<field> const& fields, bool keyword_only) {
    std::vector<signature_parameter> parameters{{"self", syntax::parameter_kind::ordinary, std::nullopt}};
    auto const kind = keyword_only ? syntax::parameter_kind::keyword_only : syntax::parameter_kind::ordinary;
    for (auto const& each : fields) {
        if (!each.in_init)
            continue;
        auto fallback = each.factory ? std::optional{factory_mark()} : each.fallback;
        if (!fallback && parameters.back().fallback && !keyword_only)
            throw type_error("non-default argument '" + each.name + "' follows default argument");
        parameters.push_back({each.name, kind, std::move(fallback)});
    }
    return std::make_shared<native_function>(
        signature{owner.name() + ".__init__", std::move(parameters)},
        [](evaluation& run, bound_arguments const& given) -> value {
            auto& self = self_in(given);
            for (auto const& each : fields_of(*self.type())->fields) {
                auto item = each.in_init ? given[each.name] : each.fallback.value_or(factory_mark());
                if (item.identical(factory_mark())) {
                    if (!each.factory)
                        continue;
                    item = run.call(*each.factory, {});
                }
                self.keep_attribute(run, each.name, item);
            }
            if (auto const* after = find_in_class(*self.type(), "__post_init__"))
                static_cast<void>(run.call(*after, {.positional = {given["self"]}, .keyword = {}}));
            return {};
        },
        effect::none
    );
}

value compared_fields(evaluation& run, instance& self) {
    std::vector<value> items;
    for (auto const& each : fields_of(*self.type())->fields)
        if (each.compared)
            if (auto item = self.attribute(run, each.name))
                items.push_back(*std::move(item));
    return value::tuple(std::move(items));
}

value make_comparison(std::string name, syntax::comparison_operator op) {
    return make_function(
        name + "(self, other)",
        [op](evaluation& run, bound_arguments const& given) -> value {
            auto& self = self_in(given);
            auto const other = given["other"].as<instance>();
            if (other == nullptr || other->type() != self.type())
                return not_implemented();
            return apply_comparison(run, op, compared_fields(run, self), compared_fields(run, *other));
        },
        effect::none
    );
}

value represent(evaluation& run, bound_arguments const& given) {
    auto& self = self_in(given);
    std::string text = self.type_name() + "(";
    bool first = true;
    for (auto const& each : fields_of(*self.type())->fields) {
        auto const item = each.in_repr ? self.attribute(run, each.name) : std::nullopt;
        if (!item)
            continue;
        text += (first ? "" : ", ") + each.name + "=" + run.repr(*item);
        first = false;
    }
    return text + ")";
}

value decorate(evaluation& run, value const& target, bound_arguments const& given) {
    auto const owner = target.as<user_class>();
    if (owner == nullptr)
        throw not_evaluable("dataclass of a '" + type_name_of(target) + "' is not evaluated");
    auto const is_on = [&](char const* option) { return given.boolean(option); };
    if (is_on("slots") || is_on("unsafe_hash"))
        throw not_evaluable("dataclass with slots or unsafe_hash is not evaluated");
    auto fields = read_fields(*owner);
    auto& own = owner->own();
    auto const add = [&](char const* name, auto&& make) {
        if (own.find(name) == nullptr)
            own.set(name, make());
    };
    if (is_on("init"))
        add("__init__", [&] { return make_init(*owner, fields, is_on("kw_only")); });
    if (is_on("repr"))
        add("__repr__", [] { return make_function("__repr__(self)", represent, effect::none); });
    if (is_on("eq"))
        add("__eq__", [] { return make_comparison("__eq__", syntax::comparison_operator::equal); });
    if (is_on("order")) {
        add("__lt__", [] { return make_comparison("__lt__", syntax::comparison_operator::less); });
        add("__le__", [] { return make_comparison("__le__", syntax::comparison_operator::less_equal); });
        add("__gt__", [] { return make_comparison("__gt__", syntax::comparison_operator::greater); });
        add("__ge__", [] { return make_comparison("__ge__", syntax::comparison_operator::greater_equal); });
    }
    if (is_on("frozen"))
        add("__setattr__", [] { return refused_function("__setattr__", "a frozen dataclass does not change"); });
    auto list = std::make_shared<field_list>(std::move(fields));
    run.keep(list);
    own.set(fields_name, list);
    return target;
}

value dataclass(evaluation& run, bound_arguments const& given) {
    if (!given["cls"].is_none())
        return decorate(run, given["cls"], given);
    return make_function(
        "dataclass(cls)",
        [given](evaluation& later, bound_arguments const& inner) { return decorate(later, inner["cls"], given); },
        effect::none
    );
}

value declare_field(evaluation&, bound_arguments const& given) {
    auto made = std::make_shared<field_declaration>();
    if (given.given("default"))
        made->fallback = given["default"];
    if (given.given("default_factory"))
        made->factory = given["default_factory"];
    made->in_init = given.boolean("init");
    made->in_repr = given.boolean("repr");
    made->compared = given.boolean("compare");
    return made;
}

value as_dict(evaluation& run, value const& item) {
    run.check_stack();
    if (auto const made = item.as<instance>()) {
        auto const fields = fields_of(*made->type());
        if (fields == nullptr)
            return item;
        dict_table table;
        for (auto const& each : fields->fields)
            table.set(value{each.name}, as_dict(run, *made->attribute(run, each.name)));
        return value::dict(std::move(table));
    }
    if (auto const* items = item.items()) {
        std::vector<value> copied;
        for (auto const& each : *items)
            copied.push_back(as_dict(run, each));
        return item.get_if<list_pointer>() != nullptr ? value::list(std::move(copied))
                                                      : value::tuple(std::move(copied));
    }
    if (auto const* table = item.mapping()) {
        dict_table copied;
        table->for_each([&](value const& key, value const& each) { copied.set(key, as_dict(run, each)); });
        return value::dict(std::move(copied));
    }
    return item;
}

} // namespace

void add_dataclasses(module_registry& registry) {
    auto& module = registry.module("dataclasses");
    module.function(
        "dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, "
        "match_args=True, kw_only=False, slots=False, weakref_slot=False)",
        dataclass,
        effect::none
    );
    module.function(
        "field(*, default=..., default_factory=..., init=True, repr=True, hash=None, compare=True, metadata=None)",
        declare_field,
        effect::none
    );
    module.function(
        "asdict(obj)",
        [](evaluation& run, bound_arguments const& given) {
            auto const made = given["obj"].as<instance>();
            if (made == nullptr || fields_of(*made->type()) == nullptr)
                throw type_error("asdict() should be called on dataclass instances");
            return as_dict(run, given["obj"]);
        },
        effect::none
    );
}

} // namespace alembicore::python
