// Enums of evaluated code: the class and its members.
#pragma once

#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/operations.hpp"
#include "python/user_class.hpp"

#include <algorithm>
#include <memory>

namespace alembicore::python {

/// How members behave beyond being members. `shown_as_value`: ReprEnum, before it is said of what type its members are.
enum class mixin : std::uint8_t { none, text, whole, shown_as_value, text_shown_as_value, whole_shown_as_value };

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
        if (auto const found = missing(run, given))
            return *found;
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
    /// What the class's own `_missing_` makes of a value that no member has.
    [[nodiscard]] std::optional<value> missing(evaluation& run, arguments const& given) {
        auto const* own = find_in_class(*this, "_missing_");
        if (own == nullptr)
            return std::nullopt;
        auto found = run.call(bind_attribute(run, *own, std::nullopt, shared_from_this()), given);
        if (found.is_none())
            return std::nullopt;
        auto const member = found.as<enum_member>();
        if (member == nullptr || member->type().get() != this)
            refuse("a '_missing_' that gives no member of");
        return found;
    }

    mixin mixin_;
    std::vector<std::shared_ptr<enum_member>> members_;
    dict_table by_name_;
};

} // namespace alembicore::python
