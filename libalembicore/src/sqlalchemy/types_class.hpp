// The classes of types as evaluated code sees them: called, subscripted, asked about with isinstance, derived from.
#pragma once

#include "sqlalchemy/types.hpp"

namespace alembicore::sqlalchemy {

/// How instances of an evaluated class that derives from it get their SQL.
enum class derivation {
    inherited,  ///< as the class itself
    decorator,  ///< TypeDecorator: from `impl` and `load_dialect_impl`
    column_spec ///< UserDefinedType: from `get_col_spec`
};

class type_class final : public python::native_type {
public:
    type_class(std::string name, std::vector<python::type_pointer> bases, derivation derived)
        : native_type{std::move(name), std::move(bases)}, derived_{derived} {}

    [[nodiscard]] derivation derived() const noexcept { return derived_; }

    /// What calling the class does.
    void make_with(std::string_view parameters, type_maker make);

    /// `TypeDecorator[str]` is the class.
    [[nodiscard]] python::value item(python::evaluation&, python::value const&) override { return shared_from_this(); }

    [[nodiscard]] python::value subclass(python::evaluation& run, python::class_body body) const override;

private:
    derivation derived_;
};

} // namespace alembicore::sqlalchemy
