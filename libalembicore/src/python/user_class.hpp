// Classes and their instances as evaluated code defines them; exceptions are instances too.
#pragma once

#include "python/object.hpp"

#include <string>
#include <utility>
#include <vector>

namespace alembicore::python {

/// A few names with values, in order of definition.
class attribute_table {
public:
    [[nodiscard]] value const* find(std::string_view name) const noexcept;
    void set(std::string_view name, value item);
    bool erase(std::string_view name);

    [[nodiscard]] std::vector<std::pair<std::string, value>> const& entries() const noexcept { return entries_; }

    void surrender(std::vector<value>& into);

private:
    std::vector<std::pair<std::string, value>> entries_;
};

/// An object with a class and attributes.
class instance : public object {
public:
    explicit instance(type_pointer type) : type_(std::move(type)) {}

    [[nodiscard]] std::string type_name() const override { return type_->name(); }

    [[nodiscard]] type_pointer type() const override { return type_; }

    [[nodiscard]] attribute_table& attributes() noexcept { return attributes_; }

    /// What an exception was made with.
    [[nodiscard]] std::vector<value>& args() noexcept { return args_; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    void set_attribute(evaluation& run, std::string_view name, value const& item) override;
    value call(evaluation& run, arguments const& given) override;
    [[nodiscard]] value item(evaluation& run, value const& key) override;
    void set_item(evaluation& run, value const& key, value const& item) override;
    void delete_item(evaluation& run, value const& key) override;
    [[nodiscard]] bool contains(evaluation& run, value const& item) override;
    [[nodiscard]] std::size_t length(evaluation& run) override;
    void iterate(evaluation& run, item_visitor const& visit) override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;
    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override;
    [[nodiscard]] value unary(evaluation& run, syntax::unary_operator op) override;
    [[nodiscard]] bool truth(evaluation& run) override;
    [[nodiscard]] std::string str(evaluation& run) override;
    [[nodiscard]] std::string repr(evaluation& run) override;
    value enter(evaluation& run) override;
    bool exit(evaluation& run, raised const* exception) override;
    [[nodiscard]] bool same_key(object const& other) const override;
    [[nodiscard]] std::size_t hash() const override;
    void surrender(std::vector<value>& into) noexcept override;

    /// What a base that is not evaluated code gives: where `super().name` ends. nullopt: nothing.
    [[nodiscard]] virtual std::optional<value> inherited(evaluation& run, std::string_view name);

    [[nodiscard]] bool is_exception() const;
    [[nodiscard]] value exception_init();

    /// Sets an attribute whatever the class says about setting them.
    void keep_attribute(evaluation& run, std::string_view name, value const& item);

    bool kept = false; ///< the evaluation empties it when it ends

private:
    [[nodiscard]] std::optional<value> special(evaluation& run, std::string_view name);
    [[nodiscard]] std::optional<value> call_special(evaluation& run, std::string_view name, std::vector<value> given);

    type_pointer type_;
    attribute_table attributes_;
    std::vector<value> args_;
};

/// A class with attributes of its own and an order of its ancestors.
class user_class : public type_object {
public:
    user_class(class_body body, std::vector<type_pointer> bases);

    [[nodiscard]] std::vector<type_pointer> const& ancestors() const noexcept { return ancestors_; }

    [[nodiscard]] attribute_table& own() noexcept { return own_; }

    [[nodiscard]] attribute_table const& own() const noexcept { return own_; }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> const& annotations() const noexcept {
        return annotations_;
    }

    /// The module that defines it.
    [[nodiscard]] std::string const& module() const noexcept { return module_; }

    /// Bases that nobody knows, where the evaluation goes on without them.
    [[nodiscard]] std::vector<std::string> const& bases_left_out() const noexcept { return bases_left_out_; }

    [[nodiscard]] bool ordinary() const noexcept override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    void set_attribute(evaluation& run, std::string_view name, value const& item) override;
    value call(evaluation& run, arguments const& given) override;
    [[nodiscard]] value subclass(evaluation& run, class_body body) const override;
    [[nodiscard]] std::string repr(evaluation& run) override;
    void surrender(std::vector<value>& into) noexcept override;

private:
    attribute_table own_;
    std::vector<std::pair<std::string, std::string>> annotations_;
    std::string module_;
    std::vector<std::string> bases_left_out_;
    std::vector<type_pointer> ancestors_; ///< without the class itself
};

/// The attribute as its class defines it, along the ancestors; not bound to an instance. Null without one.
[[nodiscard]] value const* find_in_class(type_object const& type, std::string_view name);
/// As above, starting after `after` in the order of `type`: what `super()` sees.
[[nodiscard]] value const* find_after(type_object const& type, type_object const& after, std::string_view name);

/// An attribute of a class as an instance (or the class itself) sees it: functions become methods.
[[nodiscard]] value
bind_attribute(evaluation& run, value const& attribute, std::optional<value> const& self, value const& owner);

/// Tells the functions of a class whose methods they are, for `super()`.
void adopt_methods(std::shared_ptr<user_class> const& owner);

/// `__hash__` of a class whose instances are as good as the tuple of some of their attributes: a frozen dataclass.
class key_attributes final : public object {
public:
    explicit key_attributes(std::vector<std::string> names) : names_(std::move(names)) {}

    [[nodiscard]] std::string type_name() const override { return "function"; }

    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }

private:
    std::vector<std::string> names_;
};

/// `object` and the other roots.
[[nodiscard]] type_pointer object_type();

/// A function together with its first argument.
class bound_callable final : public object {
public:
    bound_callable(value function, value self) : function_(std::move(function)), self_(std::move(self)) {}

    [[nodiscard]] std::string type_name() const override { return "method"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    value call(evaluation& run, arguments const& given) override;
    void surrender(std::vector<value>& into) noexcept override;

private:
    value function_;
    value self_;
};

/// `staticmethod(f)`, `classmethod(f)`, `property(f)`: they say how a class binds f.
enum class wrapper_kind : std::uint8_t { static_method, class_method, property };

class wrapped_function final : public object {
public:
    wrapped_function(wrapper_kind kind, value function, value setter = {})
        : kind_(kind), function_(std::move(function)), setter_(std::move(setter)) {}

    [[nodiscard]] wrapper_kind kind() const noexcept { return kind_; }

    [[nodiscard]] value const& function() const noexcept { return function_; }

    [[nodiscard]] value const& setter() const noexcept { return setter_; }

    [[nodiscard]] std::string type_name() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    value call(evaluation& run, arguments const& given) override;

private:
    wrapper_kind kind_;
    value function_;
    value setter_;
};

} // namespace alembicore::python
