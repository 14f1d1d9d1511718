// What host rooms derive their Python objects from. Every hook that is not overridden refuses, naming itself.
#pragma once

#include "python/syntax.hpp"
#include "python/value.hpp"

#include <alembicore/error.hpp>

#include <forward_list>
#include <functional>
#include <map>
#include <utility>

namespace alembicore::python {

class evaluation;
class type_object;
using type_pointer = std::shared_ptr<type_object const>;

/// Arguments of a call as written: before they are bound to parameters.
struct arguments {
    std::vector<value> positional;
    std::vector<std::pair<std::string_view, value>> keyword; ///< views live as long as the call

    /// A name of `keyword` that is not written in the source.
    std::string_view keep_name(std::string_view name) { return kept_names.emplace_front(name); }

    std::forward_list<std::string> kept_names{};
};

enum class operand_side : std::uint8_t { left, right };

/// A Python exception on its way, see exception.hpp.
struct raised;

/// Takes the next item; false ends the loop.
using item_visitor = std::function<bool(value const&)>;

class object : public std::enable_shared_from_this<object> {
public:
    object() = default;
    object(object const&) = delete;
    object& operator=(object const&) = delete;
    virtual ~object();

    /// As Python's `type(x).__name__`; used in messages.
    [[nodiscard]] virtual std::string type_name() const = 0;
    /// The class, for `isinstance` and `type`; null: these are refused.
    [[nodiscard]] virtual type_pointer type() const;

    /// nullopt: Python would raise AttributeError.
    [[nodiscard]] virtual std::optional<value> attribute(evaluation& run, std::string_view name);
    virtual void set_attribute(evaluation& run, std::string_view name, value const& item);
    virtual value call(evaluation& run, arguments const& given);

    [[nodiscard]] virtual value item(evaluation& run, value const& key);
    virtual void set_item(evaluation& run, value const& key, value const& item);
    virtual void delete_item(evaluation& run, value const& key);
    [[nodiscard]] virtual bool contains(evaluation& run, value const& item);
    [[nodiscard]] virtual std::size_t length(evaluation& run);
    virtual void iterate(evaluation& run, item_visitor const& visit);

    /// `side`: where this object stands. nullopt: Python's NotImplemented, the other operand is asked next.
    [[nodiscard]] virtual std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side);
    /// `self op other`; for the reflected case `op` has been turned round. nullopt: not implemented; then `==` and `!=`
    /// mean identity. Default: nullopt for `==` and `!=`, refusal for order.
    [[nodiscard]] virtual std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other);
    [[nodiscard]] virtual value unary(evaluation& run, syntax::unary_operator op);
    [[nodiscard]] virtual bool truth(evaluation& run);

    [[nodiscard]] virtual std::string str(evaluation& run); ///< default: repr
    [[nodiscard]] virtual std::string repr(evaluation& run);

    /// `format(self, specification)`, never with an empty one. nullopt: as the underlying value, else TypeError.
    [[nodiscard]] virtual std::optional<std::string> format(evaluation& run, std::string_view specification);

    /// `with`: the value of `as`, and whether an exception is swallowed.
    virtual value enter(evaluation& run);
    virtual bool exit(evaluation& run, raised const* exception);

    /// As a key of a dict or member of a set; default: identity.
    [[nodiscard]] virtual bool same_key(object const& other) const;
    [[nodiscard]] virtual std::size_t hash() const;

    /// The built-in value that this object also is: a str subclass gives its str. All hooks that are not overridden
    /// then do what that value does.
    [[nodiscard]] virtual std::optional<value> underlying() const;

    /// Moves out the values that this object alone keeps alive, see `dismantle`.
    virtual void surrender(std::vector<value>& into) noexcept;

protected:
    /// not_evaluable: "<action> a <type_name>" with the place filled in by the evaluator.
    [[noreturn]] void refuse(std::string_view action) const;
};

/// An error that the evaluator completes with the place; what hosts throw where they do not know exactly.
[[nodiscard]] error not_evaluable(std::string message, std::string remedy = {});

/// What a `class` statement in evaluated code hands to the class it derives from.
struct class_body {
    std::string name;
    std::vector<value> bases;
    std::vector<std::pair<std::string, value>> attributes; ///< in order of definition
    std::vector<std::pair<std::string, value>> keywords;   ///< metaclass=…, init=…
    std::vector<std::pair<std::string, std::string>> annotations;
    std::string module;
    std::vector<std::string> bases_left_out; ///< see `unknown_bases`
};

/// A class: built in, of a host, or defined in evaluated code.
class type_object : public object {
public:
    explicit type_object(std::string name, std::vector<type_pointer> bases = {}) noexcept;

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    [[nodiscard]] std::vector<type_pointer> const& bases() const noexcept { return bases_; }

    [[nodiscard]] bool derives_from(type_object const& other) const noexcept;

    [[nodiscard]] std::string type_name() const override;
    [[nodiscard]] bool truth(evaluation& run) override;
    [[nodiscard]] std::string repr(evaluation& run) override;

    /// Whether deriving from it makes an ordinary class. Otherwise `subclass` of the first such base decides.
    [[nodiscard]] virtual bool ordinary() const noexcept;
    /// Evaluated `class name(this): …`. Default: refusal.
    [[nodiscard]] virtual value subclass(evaluation& run, class_body body) const;

private:
    std::string name_;
    std::vector<type_pointer> bases_;
};

} // namespace alembicore::python
