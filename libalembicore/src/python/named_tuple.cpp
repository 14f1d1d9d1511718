#include "python/named_tuple.hpp"

#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

class named_tuple_type final : public type_object {
public:
    named_tuple_type(std::string name, std::vector<signature_parameter> fields)
        : type_object(name, {builtin_type("tuple")}), declared_(name, std::move(fields)) {}

    [[nodiscard]] signature const& declared() const noexcept { return declared_; }

    [[nodiscard]] std::vector<value> field_names() const {
        std::vector<value> names;
        for (auto const& each : declared_.parameters())
            names.emplace_back(each.name);
        return names;
    }

    value call(evaluation& run, arguments const& given) override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view wanted) override;

private:
    signature declared_;
};

class named_tuple final : public object {
public:
    named_tuple(std::shared_ptr<named_tuple_type const> type, std::vector<value> items)
        : type_(std::move(type)), items_(value::tuple(std::move(items))) {}

    [[nodiscard]] std::string type_name() const override { return type_->name(); }

    [[nodiscard]] type_pointer type() const override { return type_; }

    [[nodiscard]] std::optional<value> underlying() const override { return items_; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        auto const& items = *items_.items();
        if (auto const slot = type_->declared().slot_of(name); slot < items.size())
            return items[slot];
        if (name == "_fields")
            return value::tuple(type_->field_names());
        if (name == "_asdict")
            return make_function(
                "_asdict()", [result = as_dict()](evaluation&, bound_arguments const&) { return result; }, effect::none
            );
        if (name == "_replace")
            return make_function(
                "_replace(**kw)",
                [self = shared_from_this()](evaluation&, bound_arguments const& given) {
                    return static_cast<named_tuple&>(*self).replaced(given.keywords());
                },
                effect::none
            );
        return run.attribute(items_, name);
    }

    [[nodiscard]] std::string repr(evaluation& run) override {
        run.check_stack();
        std::string text = type_name() + "(";
        auto const parameters = type_->declared().parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i)
            text += (i == 0 ? "" : ", ") + parameters[i].name + "=" + run.repr((*items_.items())[i]);
        return text + ")";
    }

    [[nodiscard]] std::string str(evaluation& run) override { return repr(run); }

    void surrender(std::vector<value>& into) noexcept override { into.push_back(std::move(items_)); }

private:
    value as_dict() const {
        dict_table table;
        auto const names = type_->field_names();
        for (std::size_t i = 0; i < names.size(); ++i)
            table.set(names[i], (*items_.items())[i]);
        return value::dict(std::move(table));
    }

    value replaced(dict_table const& changes) {
        auto items = *items_.items();
        changes.for_each([&](value const& key, value const& item) {
            auto const slot = type_->declared().slot_of(*key.text());
            if (slot >= items.size())
                throw value_error("Got unexpected field names: ['" + std::string{*key.text()} + "']");
            items[slot] = item;
        });
        return std::make_shared<named_tuple>(type_, std::move(items));
    }

    std::shared_ptr<named_tuple_type const> type_;
    value items_;
};

value named_tuple_type::call(evaluation&, arguments const& given) {
    auto slots = declared_.bind(given);
    std::vector<value> items;
    for (std::size_t i = 0; i < slots.size(); ++i)
        items.push_back(slots[i] ? *slots[i] : *declared_.parameters()[i].fallback);
    auto const self = std::static_pointer_cast<named_tuple_type const>(shared_from_this());
    return std::make_shared<named_tuple>(self, std::move(items));
}

std::optional<value> named_tuple_type::attribute(evaluation&, std::string_view wanted) {
    if (wanted == "__name__")
        return value{name()};
    if (wanted == "_fields")
        return value::tuple(field_names());
    refuse("attribute '" + std::string{wanted} + "' of");
}

value derive_named_tuple(evaluation&, class_body body) {
    std::vector<signature_parameter> fields;
    for (auto const& [name, annotation] : body.annotations)
        fields.push_back({name, syntax::parameter_kind::ordinary, std::nullopt});
    for (auto const& [name, item] : body.attributes) {
        auto const field = std::ranges::find(fields, name, &signature_parameter::name);
        if (field != fields.end())
            field->fallback = item;
        else if (name != "__doc__")
            throw not_evaluable("a NamedTuple with methods is not evaluated");
    }
    return make_named_tuple_type(body.name, std::move(fields));
}

value declare_named_tuple(evaluation& run, bound_arguments const& given) {
    std::vector<signature_parameter> fields;
    auto const add = [&](std::string_view name) {
        fields.push_back({std::string{name}, syntax::parameter_kind::ordinary, std::nullopt});
    };
    if (auto const text = given["field_names"].text()) {
        std::string spaced{*text};
        std::ranges::replace(spaced, ',', ' ');
        for (auto const& each : run.collect(run.call(*run.attribute(value{spaced}, "split"), {})))
            add(*each.text());
    } else {
        for (auto const& each : given.texts("field_names"))
            add(each);
    }
    if (!given["defaults"].is_none()) {
        auto const defaults = run.collect(given["defaults"]);
        if (defaults.size() > fields.size())
            throw type_error("Got more default values than field names");
        for (std::size_t i = 0; i < defaults.size(); ++i)
            fields[fields.size() - defaults.size() + i].fallback = defaults[i];
    }
    if (given.boolean("rename"))
        throw given.refusal("rename", "renaming fields is not evaluated");
    return make_named_tuple_type(given.text("typename"), std::move(fields));
}

} // namespace

type_pointer named_tuple_base() {
    static auto const once = [] {
        auto made = std::make_shared<native_type>("NamedTuple");
        made->on_subclass(derive_named_tuple);
        return made;
    }();
    return once;
}

value make_named_tuple_type(std::string name, std::vector<signature_parameter> fields) {
    return std::make_shared<named_tuple_type>(std::move(name), std::move(fields));
}

value named_tuple_function() {
    return make_function(
        "namedtuple(typename, field_names, *, rename=False, defaults=None, module=None)",
        declare_named_tuple,
        effect::none
    );
}

} // namespace alembicore::python
