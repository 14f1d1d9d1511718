// Classes of evaluated code that derive from types: TypeDecorator, UserDefinedType, subclasses of String and the like.
#pragma once

#include "python/user_class.hpp"
#include "sqlalchemy/types.hpp"

namespace alembicore::sqlalchemy {

class type_class;

/// `class Name(TypeDecorator): …`
[[nodiscard]] python::value derive_type(python::evaluation& run, python::class_body body);

class derived_type_class final : public python::user_class {
public:
    using python::user_class::user_class;

    [[nodiscard]] bool ordinary() const noexcept override { return false; }

    [[nodiscard]] python::value subclass(python::evaluation& run, python::class_body body) const override {
        return derive_type(run, std::move(body));
    }

    /// `Name[str]` is the class.
    [[nodiscard]] python::value item(python::evaluation&, python::value const&) override { return shared_from_this(); }

    python::value call(python::evaluation& run, python::arguments const& given) override;

    /// The first ancestor that is not evaluated code.
    [[nodiscard]] std::shared_ptr<type_class const> native_base() const;
};

/// An instance of such a class.
class derived_type final : public python::instance {
public:
    using python::instance::instance;

    /// What `__init__` of the ancestor that is not evaluated code does.
    void initialise(python::evaluation& run, python::arguments const& given);

    /// The type on PostgreSQL, asked from the methods of the class. Errors: not_evaluable.
    [[nodiscard]] type_pointer resolved(python::evaluation& run);

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    [[nodiscard]] std::optional<python::value> inherited(python::evaluation& run, std::string_view name) override;
    [[nodiscard]] std::string repr(python::evaluation& run) override;
    void surrender(std::vector<python::value>& into) noexcept override;

private:
    [[nodiscard]] derived_type_class const& of() const;
    [[nodiscard]] python::value
    call_method(python::evaluation& run, std::string_view name, std::vector<python::value> given);
    [[nodiscard]] python::value impl(python::evaluation& run);
    [[nodiscard]] std::pair<schema::column_type, type_traits> compiled(python::evaluation& run);
    [[nodiscard]] std::pair<schema::column_type, type_traits> decorated(python::evaluation& run);
    [[nodiscard]] std::pair<schema::column_type, type_traits> visited_as(python::value const& name);
    [[nodiscard]] value_conversion conversion() const;

    std::shared_ptr<type_value> base_; ///< what the ancestor made of the arguments, where it is an ordinary type
};

/// The value that the database gets for a value of evaluated code. Errors: not_evaluable where code that is not known
/// changes it.
[[nodiscard]] python::value
converted_value(python::evaluation& run, type_value const& type, python::value const& given);

/// Adds TypeDecorator, UserDefinedType, and the `compiles` of sqlalchemy.ext.compiler.
void add_derived_types(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
