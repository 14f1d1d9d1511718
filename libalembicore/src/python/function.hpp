// Functions written in C++ for evaluated code: a signature in Python's own notation and a callable.
//
//     module.function(
//         "create_index(index_name, table_name, columns, *, schema=None, unique=False, **kw)",
//         [](evaluation& run, bound_arguments const& given) -> value { … given.text("table_name") … }
//     );
#pragma once

#include "python/object.hpp"

#include <functional>
#include <mutex>
#include <span>

namespace alembicore::python {

struct signature_parameter {
    std::string name;
    syntax::parameter_kind kind = syntax::parameter_kind::ordinary;
    std::optional<value> fallback;
};

/// Name and parameters of a function; binds calls with the messages of Python's own TypeError.
class signature {
public:
    /// `name(a, b=1, /, c='x', *rest, d=None, **kw)`; defaults are None, True, False, numbers, strings, () and `...`
    /// (a default that `given` can tell from every value). A malformed text is a defect: errc::internal.
    [[nodiscard]] static signature parse(std::string_view text);

    signature(std::string name, std::vector<signature_parameter> parameters);

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    [[nodiscard]] std::span<signature_parameter const> parameters() const noexcept { return parameters_; }

    /// Values slot by slot, nullopt where nothing was given; `rest` becomes a tuple, `keywords` a dict.
    [[nodiscard]] std::vector<std::optional<value>> bind(arguments const& given) const;

    [[nodiscard]] std::size_t slot_of(std::string_view parameter) const noexcept;

private:
    std::string name_;
    std::vector<signature_parameter> parameters_;
};

/// The text of a signature, which is read when the function is first used: of a thousand functions that a revision can
/// call it calls ten.
class declaration {
public:
    explicit declaration(std::string text);
    explicit declaration(signature known);

    [[nodiscard]] std::string_view name() const noexcept;

    /// From any thread.
    [[nodiscard]] signature const& read() const;

private:
    std::string text_;
    mutable std::once_flag once_;
    mutable std::optional<signature> read_;
};

/// The arguments of one call by the names of the parameters. Asking for a parameter that the signature lacks is a
/// defect.
class bound_arguments {
public:
    bound_arguments(signature const& declared, std::vector<std::optional<value>> slots);

    /// The argument, or its default; None for a `...` default.
    [[nodiscard]] value const& operator[](std::string_view parameter) const;
    /// Whether the call names it (a default does not count).
    [[nodiscard]] bool given(std::string_view parameter) const;

    // With a type: anything else is refused, naming function and parameter. None counts as absent in optional_*.
    [[nodiscard]] std::string text(std::string_view parameter) const;
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view parameter) const;
    [[nodiscard]] bool boolean(std::string_view parameter) const;
    [[nodiscard]] std::optional<bool> optional_boolean(std::string_view parameter) const;
    [[nodiscard]] std::int64_t integer(std::string_view parameter) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view parameter) const;
    /// A list or tuple (or other sequence of known order) of strings.
    [[nodiscard]] std::vector<std::string> texts(std::string_view parameter) const;

    /// The arguments that went into `*rest`, and into `**kw`; empty without such a parameter.
    [[nodiscard]] std::span<value const> rest() const noexcept;
    [[nodiscard]] dict_table const& keywords() const noexcept;

    /// Refusal of this argument: "create_index(): columns: <why>".
    [[nodiscard]] error refusal(std::string_view parameter, std::string_view why) const;

    [[nodiscard]] signature const& declared() const noexcept { return *declared_; }

private:
    signature const* declared_;
    std::vector<value> values_;
    std::vector<bool> given_;
};

using native_code = std::function<value(evaluation&, bound_arguments const&)>;

/// Whether calling a function can be told from not calling it, apart from its result. Lazy Python code that is
/// evaluated eagerly may call pure functions only.
enum class effect : std::uint8_t { none, observable };

class native_function final : public object {
public:
    native_function(std::string declared, native_code code, effect effects = effect::observable);
    native_function(signature declared, native_code code, effect effects = effect::observable);

    [[nodiscard]] std::string_view name() const noexcept { return declared_.name(); }

    [[nodiscard]] signature const& declared() const { return declared_.read(); }

    [[nodiscard]] std::string type_name() const override;
    value call(evaluation& run, arguments const& given) override;
    [[nodiscard]] bool truth(evaluation& run) override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] std::string repr(evaluation& run) override;

private:
    declaration declared_;
    native_code code_;
    effect effects_;
};

[[nodiscard]] value make_function(std::string_view declared, native_code code, effect effects = effect::observable);

/// A host class made of parts: called it constructs, and it may carry attributes (class methods, constants).
class native_type : public type_object {
public:
    native_type(std::string name, std::vector<type_pointer> bases = {});

    /// What calling the class does. Without one, calling is refused.
    /// With `effect::none` it is also called with arguments that nobody knows.
    native_type& constructor(std::string_view parameters, native_code code, effect effects = effect::observable);
    native_type& set(std::string name, value item);
    /// What evaluated `class X(this): …` does. Without one, subclassing is refused.
    native_type& on_subclass(std::function<value(evaluation&, class_body)> code);

    /// How it is constructed; null where it is not.
    [[nodiscard]] signature const* declared() const { return declared_ ? &declared_->read() : nullptr; }

    value call(evaluation& run, arguments const& given) override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] value subclass(evaluation& run, class_body body) const override;

private:
    std::optional<declaration> declared_;
    native_code construct_;
    effect construction_ = effect::observable;
    std::function<value(evaluation&, class_body)> subclass_;
    std::map<std::string, value, std::less<>> attributes_;
};

} // namespace alembicore::python
