// enum: Enum, IntEnum, StrEnum, Flag-less.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/format.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"
#include "python/user_class.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

/// How members behave beyond being members.
enum class mixin : std::uint8_t { none, text, whole, text_shown_as_value, whole_shown_as_value };

class enum_type;

class enum_member final : public object {
public:
    enum_member(std::shared_ptr<enum_type const> type, std::string name, value content)
        : type_(std::move(type)), name_(std::move(name)), content_(std::move(content)) {}

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    [[nodiscard]] value const& content() const noexcept { return content_; }

    [[nodiscard]] std::string type_name() const override;
    [[nodiscard]] type_pointer type() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view wanted) override;
    [[nodiscard]] std::optional<value> underlying() const override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;
    [[nodiscard]] bool truth(evaluation& run) override;
    [[nodiscard]] std::string str(evaluation& run) override;
    [[nodiscard]] std::string repr(evaluation& run) override;
    [[nodiscard]] std::optional<std::string> format(evaluation& run, std::string_view specification) override;

private:
    std::weak_ptr<enum_type const> type_;
    std::string name_;
    value content_;
};

class enum_type final : public user_class {
public:
    enum_type(class_body body, std::vector<type_pointer> bases, mixin mixed)
        : user_class(std::move(body), std::move(bases)), mixin_(mixed) {}

    [[nodiscard]] mixin mixed() const noexcept { return mixin_; }

    [[nodiscard]] bool has_members() const noexcept { return !members_.empty(); }

    void add(evaluation& run, std::string const& member_name, value content) {
        value member;
        for (auto const& each : members_)
            if (run.equal(each->content(), content))
                member = each;
        if (member.is_none()) {
            auto const self = std::static_pointer_cast<enum_type const>(shared_from_this());
            auto made = std::make_shared<enum_member>(self, member_name, std::move(content));
            members_.push_back(made);
            member = made;
        }
        own().set(member_name, member);
        by_name_.set(value{member_name}, member);
    }

    [[nodiscard]] bool ordinary() const noexcept override { return false; }

    [[nodiscard]] value subclass(evaluation& run, class_body body) const override;

    value call(evaluation& run, arguments const& given) override {
        if (given.positional.size() != 1 || !given.keyword.empty())
            refuse("making members of");
        for (auto const& each : members_)
            if (run.equal(each->content(), given.positional[0]) || value{each}.identical(given.positional[0]))
                return each;
        throw value_error(run.repr(given.positional[0]) + " is not a valid " + name());
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view wanted) override {
        if (wanted == "__members__")
            return value::dict(by_name_);
        return user_class::attribute(run, wanted);
    }

    void set_attribute(evaluation& run, std::string_view wanted, value const& content) override {
        if (by_name_.find(wanted) != nullptr)
            throw python_error("AttributeError", "cannot reassign member '" + std::string{wanted} + "'");
        user_class::set_attribute(run, wanted, content);
    }

    [[nodiscard]] value item(evaluation&, value const& key) override {
        if (auto const* found = by_name_.find(key))
            return *found;
        auto made = std::make_shared<instance>(builtin_exception("KeyError"));
        made->args().push_back(key);
        throw raised{std::move(made)};
    }

    [[nodiscard]] std::size_t length(evaluation&) override { return members_.size(); }

    [[nodiscard]] bool contains(evaluation& run, value const& wanted) override {
        if (wanted.as<enum_member>() == nullptr)
            refuse("'in' with a plain value on");
        return std::ranges::any_of(members_, [&](auto const& each) { return run.equal(value{each}, wanted); });
    }

    void iterate(evaluation& run, item_visitor const& visit) override {
        for (auto const& each : members_) {
            run.charge_steps(1);
            if (!visit(each))
                return;
        }
    }

    [[nodiscard]] std::string repr(evaluation&) override { return "<enum '" + name() + "'>"; }

private:
    mixin mixin_;
    std::vector<std::shared_ptr<enum_member>> members_;
    dict_table by_name_;
};

class automatic_value final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "auto"; }
};

bool shown_as_value(mixin mixed) noexcept {
    return mixed == mixin::text_shown_as_value || mixed == mixin::whole_shown_as_value;
}

std::string enum_member::type_name() const {
    auto const type = type_.lock();
    return type == nullptr ? "enum" : type->name();
}

type_pointer enum_member::type() const {
    return type_.lock();
}

std::optional<value> enum_member::attribute(evaluation& run, std::string_view wanted) {
    if (wanted == "name" || wanted == "_name_")
        return value{name_};
    if (wanted == "value" || wanted == "_value_")
        return content_;
    auto const type = type_.lock();
    if (type == nullptr)
        refuse("using");
    if (auto const* found = find_in_class(*type, wanted))
        return bind_attribute(run, *found, value{shared_from_this()}, std::const_pointer_cast<enum_type>(type));
    if (auto const inner = underlying())
        return run.attribute(*inner, wanted);
    return std::nullopt;
}

std::optional<value> enum_member::underlying() const {
    auto const type = type_.lock();
    if (type == nullptr || type->mixed() == mixin::none)
        return std::nullopt;
    return content_;
}

std::optional<value>
enum_member::binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) {
    if (underlying())
        return object::binary(run, op, other, side);
    return std::nullopt;
}

bool enum_member::truth(evaluation& run) {
    auto const inner = underlying();
    return !inner || run.truth(*inner);
}

std::string enum_member::str(evaluation& run) {
    auto const type = type_.lock();
    if (type == nullptr)
        refuse("using");
    if (auto const* own = find_in_class(*type, "__str__"))
        return run.str(run.call(*own, {.positional = {value{shared_from_this()}}, .keyword = {}}));
    if (type->mixed() == mixin::text_shown_as_value)
        return run.str(content_);
    if (type->mixed() == mixin::whole_shown_as_value)
        throw not_evaluable(
            "the text of a member of IntEnum is different in versions of Python", "write .value or .name"
        );
    return type->name() + "." + name_;
}

std::string enum_member::repr(evaluation& run) {
    auto const type = type_.lock();
    if (type != nullptr)
        if (auto const* own = find_in_class(*type, "__repr__"))
            return run.str(run.call(*own, {.positional = {value{shared_from_this()}}, .keyword = {}}));
    return "<" + type_name() + "." + name_ + ": " + run.repr(content_) + ">";
}

std::optional<std::string> enum_member::format(evaluation& run, std::string_view specification) {
    auto const type = type_.lock();
    bool const mixed = type != nullptr && type->mixed() != mixin::none && !shown_as_value(type->mixed());
    if (mixed && find_in_class(*type, "__str__") == nullptr)
        throw not_evaluable(
            "the formatted text of a member of an enum with str or int is different in versions of Python",
            "write .value"
        );
    if (type != nullptr && type->mixed() == mixin::whole_shown_as_value)
        return format_value(run, content_, specification);
    return format_value(run, value{str(run)}, specification);
}

bool is_dunder(std::string_view name) noexcept {
    return name.size() > 4 && name.starts_with("__") && name.ends_with("__");
}

bool is_member(std::string const& name, value const& item) {
    if (is_dunder(name) || name.starts_with("_"))
        return false;
    if (item.as<wrapped_function>() != nullptr)
        return false;
    return item.as<user_function>() == nullptr && item.as<native_function>() == nullptr;
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

value make_enum(evaluation& run, class_body body, mixin mixed) {
    auto attributes = std::move(body.attributes);
    body.attributes.clear();
    std::vector<std::pair<std::string, value>> members;
    for (auto& [name, item] : attributes) {
        if (name == "__init__" || name == "__new__" || name == "_missing_" || name == "_generate_next_value_" ||
            name == "_ignore_")
            throw not_evaluable("an enum with " + name + " is not evaluated", "run this revision with Python");
        auto& into = is_member(name, item) ? members : body.attributes;
        into.emplace_back(name, std::move(item));
    }
    std::vector<type_pointer> bases;
    for (auto const& each : body.bases)
        bases.push_back(each.as<type_object>());
    auto made = std::make_shared<enum_type>(std::move(body), std::move(bases), mixed);
    adopt_methods(made);
    std::vector<value> contents;
    for (auto& [name, item] : members) {
        auto content = item.as<automatic_value>() == nullptr ? item : next_value(contents, mixed, name);
        bool const fits = mixed == mixin::none || ((mixed == mixin::text || mixed == mixin::text_shown_as_value)
                                                       ? content.text().has_value()
                                                       : content.integer().has_value());
        if (!fits)
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
        if (type == builtin_type("str"))
            return mixin::text;
        if (type == builtin_type("int"))
            return mixin::whole;
        if (type != nullptr && type->bases().empty() == false && type->derives_from(*builtin_type("float")))
            throw not_evaluable("an enum of floats is not evaluated");
    }
    return inherited;
}

value enum_type::subclass(evaluation& run, class_body body) const {
    if (has_members())
        throw type_error("cannot extend <enum '" + name() + "'>");
    auto const mixed = mixin_of(body, mixin_);
    return make_enum(run, std::move(body), mixed);
}

value make_base(std::string name, std::vector<type_pointer> bases, mixin inherited) {
    auto made = std::make_shared<native_type>(std::move(name), std::move(bases));
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
