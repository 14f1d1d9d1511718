// dataclasses: dataclass, field, fields, asdict, astuple, replace.
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
    std::optional<bool> keyword_only;
};

struct field {
    std::string name;
    std::optional<value> fallback;
    std::optional<value> factory;
    bool in_init = true;
    bool in_repr = true;
    bool compared = true;
    bool keyword_only = false;
    bool init_only = false; ///< InitVar: a parameter of __post_init__, no attribute
};

/// What `fields(…)` tells of a field.
class field_description final : public object {
public:
    explicit field_description(field described) : described_(std::move(described)) {}

    [[nodiscard]] std::string type_name() const override { return "Field"; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (name == "name")
            return value{described_.name};
        if (name == "default" && described_.fallback)
            return described_.fallback;
        if (name == "init")
            return value{described_.in_init};
        refuse("attribute '" + std::string{name} + "' of");
    }

private:
    field described_;
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

std::vector<field> read_fields(user_class& owner, bool keyword_only) {
    std::vector<field> fields;
    for (auto ancestor = owner.ancestors().rbegin(); ancestor != owner.ancestors().rend(); ++ancestor)
        if (auto const* defined = dynamic_cast<user_class const*>(ancestor->get()))
            if (auto const* inherited = defined->own().find(fields_name))
                for (auto const& each : inherited->as<field_list>()->fields)
                    replace_or_add(fields, each);
    for (auto const& [name, annotation] : owner.annotations()) {
        if (annotation.find("ClassVar") != std::string::npos)
            continue;
        if (annotation == "KW_ONLY" || annotation == "dataclasses.KW_ONLY") {
            keyword_only = true;
            continue;
        }
        field added{.name = name, .fallback = std::nullopt, .factory = std::nullopt};
        added.keyword_only = keyword_only;
        added.init_only = annotation.find("InitVar") != std::string::npos;
        if (auto const* item = owner.own().find(name)) {
            if (auto const declared = item->as<field_declaration>()) {
                added.fallback = declared->fallback;
                added.factory = declared->factory;
                added.in_init = declared->in_init;
                added.in_repr = declared->in_repr;
                added.compared = declared->compared;
                added.keyword_only = declared->keyword_only.value_or(keyword_only);
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

/// Those that take their place come before those that only a keyword can give.
std::vector<signature_parameter> init_parameters(std::vector<field> const& fields) {
    std::vector<signature_parameter> parameters{{"self", syntax::parameter_kind::ordinary, std::nullopt}};
    for (bool const keyword_only : {false, true})
        for (auto const& each : fields) {
            if (!each.in_init || each.keyword_only != keyword_only)
                continue;
            auto fallback = each.factory ? std::optional{factory_mark()} : each.fallback;
            if (!fallback && parameters.back().fallback && !keyword_only)
                throw type_error("non-default argument '" + each.name + "' follows default argument");
            auto const kind = keyword_only ? syntax::parameter_kind::keyword_only : syntax::parameter_kind::ordinary;
            parameters.push_back({each.name, kind, std::move(fallback)});
        }
    return parameters;
}

value make_init(user_class const& owner, std::vector<field> const& fields) {
    return std::make_shared<native_function>(
        signature{owner.name() + ".__init__", init_parameters(fields)},
        [](evaluation& run, bound_arguments const& given) -> value {
            auto& self = self_in(given);
            arguments after_init{.positional = {given["self"]}, .keyword = {}};
            for (auto const& each : fields_of(*self.type())->fields) {
                if (each.init_only) {
                    after_init.positional.push_back(given[each.name]);
                    continue;
                }
                auto item = each.in_init ? given[each.name] : each.fallback.value_or(factory_mark());
                if (item.identical(factory_mark())) {
                    if (!each.factory)
                        continue;
                    item = run.call(*each.factory, {});
                }
                self.keep_attribute(run, each.name, item);
            }
            if (auto const* after = find_in_class(*self.type(), "__post_init__"))
                static_cast<void>(run.call(*after, after_init));
            return {};
        },
        effect::none
    );
}

std::vector<std::string> compared_names(std::vector<field> const& fields) {
    std::vector<std::string> names;
    for (auto const& each : fields)
        if (each.compared && !each.init_only)
            names.push_back(each.name);
    return names;
}

value compared_fields(evaluation& run, instance& self) {
    std::vector<value> items;
    for (auto const& name : compared_names(fields_of(*self.type())->fields))
        if (auto item = self.attribute(run, name))
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
        auto const item = each.in_repr && !each.init_only ? self.attribute(run, each.name) : std::nullopt;
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
    auto fields = read_fields(*owner, is_on("kw_only"));
    auto& own = owner->own();
    auto const add = [&](char const* name, auto&& make) {
        if (own.find(name) == nullptr)
            own.set(name, make());
    };
    if (is_on("init"))
        add("__init__", [&] { return make_init(*owner, fields); });
    if (is_on("repr"))
        add("__repr__", [] { return make_function("__repr__(self)", represent, effect::none); });
    // Python leaves a class that defines its own __eq__ without a hash of its fields, too.
    bool const equal_by_fields = is_on("eq") && own.find("__eq__") == nullptr;
    if (equal_by_fields && (is_on("frozen") || is_on("unsafe_hash")))
        add("__hash__", [&]() -> value { return std::make_shared<key_attributes>(compared_names(fields)); });
    else if (is_on("unsafe_hash"))
        throw not_evaluable("unsafe_hash beside an __eq__ of the class is not evaluated");
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
    if (given.given("kw_only"))
        made->keyword_only = given.boolean("kw_only");
    return made;
}

/// The fields of an instance, or of a class.
std::vector<field> const& fields_in(bound_arguments const& given, char const* parameter) {
    auto const made = given[parameter].as<instance>();
    auto const type = given[parameter].as<type_object>();
    auto const list = made != nullptr ? fields_of(*made->type()) : type != nullptr ? fields_of(*type) : nullptr;
    if (list == nullptr)
        throw type_error("must be called with a dataclass type or instance");
    return list->fields;
}

value describe_fields(evaluation&, bound_arguments const& given) {
    std::vector<value> described;
    for (auto const& each : fields_in(given, "class_or_instance"))
        if (!each.init_only)
            described.emplace_back(std::make_shared<field_description>(each));
    return value::tuple(std::move(described));
}

value is_dataclass(evaluation&, bound_arguments const& given) {
    auto const made = given["obj"].as<instance>();
    auto const type = given["obj"].as<type_object>();
    return (made != nullptr && fields_of(*made->type()) != nullptr) || (type != nullptr && fields_of(*type) != nullptr);
}

/// Makes another one through `__init__`, with the fields of this one where nothing else is given.
value replaced(evaluation& run, bound_arguments const& given) {
    auto const made = given["obj"].as<instance>();
    if (made == nullptr || fields_of(*made->type()) == nullptr)
        throw type_error("replace() should be called on dataclass instances");
    arguments passed;
    given.keywords().for_each([&](value const& key, value const& item) {
        passed.keyword.emplace_back(*key.text(), item);
    });
    for (auto const& each : fields_of(*made->type())->fields) {
        bool const changed = given.keywords().find(std::string_view{each.name}) != nullptr;
        if (!each.in_init && changed)
            throw value_error("field " + each.name + " is declared with init=False");
        if (each.init_only && !changed && !each.fallback)
            throw value_error("InitVar '" + each.name + "' must be specified with replace()");
        if (each.in_init && !each.init_only && !changed)
            passed.keyword.emplace_back(passed.keep_name(each.name), *made->attribute(run, each.name));
    }
    return run.call(class_value(made->type()), passed);
}

value as_dict(evaluation& run, value const& item) {
    run.check_stack();
    if (auto const made = item.as<instance>()) {
        auto const fields = fields_of(*made->type());
        if (fields == nullptr)
            return item;
        dict_table table;
        for (auto const& each : fields->fields)
            if (!each.init_only)
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
        "field(*, default=..., default_factory=..., init=True, repr=True, hash=None, compare=True, "
        "metadata=None, kw_only=...)",
        declare_field,
        effect::none
    );
    for (auto const* name : {"InitVar", "KW_ONLY"})
        module.set(name, registry.module("typing").names().at("ClassVar"));
    module.function("fields(class_or_instance)", describe_fields, effect::none);
    module.function("is_dataclass(obj)", is_dataclass, effect::none);
    module.function("replace(obj, /, **changes)", replaced, effect::none);
    module.function(
        "astuple(obj)",
        [](evaluation& run, bound_arguments const& given) {
            auto const made = given["obj"].as<instance>();
            if (made == nullptr || fields_of(*made->type()) == nullptr)
                throw type_error("astuple() should be called on dataclass instances");
            std::vector<value> items;
            for (auto const& each : fields_of(*made->type())->fields) {
                auto item = *made->attribute(run, each.name);
                if (auto* const object = item.as_object();
                    object != nullptr && dynamic_cast<instance*>(object) != nullptr)
                    throw given.refusal("obj", "objects in its fields are not evaluated");
                items.push_back(std::move(item));
            }
            return value::tuple(std::move(items));
        },
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
