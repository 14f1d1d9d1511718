// Names in evaluated code: plain strings, `quoted_name`, and the final names of `op.f`.
#pragma once

#include "python/evaluation.hpp"
#include "schema/identifier.hpp"

#include <optional>
#include <string_view>

namespace alembicore::sqlalchemy {

/// A str that knows more: whether it is quoted, and whether naming conventions leave it alone.
class name_value final : public python::object {
public:
    explicit name_value(schema::object_name name) : name_{std::move(name)} {}

    [[nodiscard]] schema::object_name const& name() const noexcept { return name_; }

    [[nodiscard]] std::string type_name() const override;
    [[nodiscard]] std::optional<python::value> underlying() const override;

private:
    schema::object_name name_;
};

/// nullopt: not a name.
[[nodiscard]] std::optional<schema::identifier> identifier_of(python::value const& given);

/// Errors: python_exception where the argument is no name.
[[nodiscard]] schema::identifier required_identifier(python::bound_arguments const& given, std::string_view parameter);

/// None is nullopt.
[[nodiscard]] std::optional<schema::identifier>
optional_identifier(python::bound_arguments const& given, std::string_view parameter);

/// The name of a constraint or index; None is nullopt.
[[nodiscard]] std::optional<schema::object_name>
optional_object_name(python::bound_arguments const& given, std::string_view parameter);

/// Columns named by strings, in a list or tuple, or a single string.
[[nodiscard]] std::vector<schema::identifier>
identifiers(python::bound_arguments const& given, std::string_view parameter);

/// Adds quoted_name and conv.
void add_names(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
