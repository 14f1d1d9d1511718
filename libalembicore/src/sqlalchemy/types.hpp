// Column types in evaluated code.
#pragma once

#include "operation/operation.hpp"
#include "python/evaluation.hpp"
#include "schema/column_type.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::sqlalchemy {

/// A CHECK that a non-native enum brings to the table it is used in.
struct type_check {
    std::optional<schema::object_name> name;
    std::vector<std::string> labels;
};

/// What a type is in evaluated code, besides what PostgreSQL is told.
struct type_traits {
    std::optional<type_check> check;
    bool inherits_schema = false;    ///< an enum that takes the schema of its table
    bool foreign = false;            ///< of another database: refused where PostgreSQL would have to know it
    std::optional<bool> check_first; ///< default of create() and drop(); nullopt: the type has neither
    std::vector<std::pair<std::string, python::value>> attributes; ///< length, enums, …
};

/// An instance of a type: sa.String(50).
class type_value final : public python::object {
public:
    type_value(std::string class_name, schema::column_type type, type_traits traits = {})
        : class_name_{std::move(class_name)}, type_{std::move(type)}, traits_{std::move(traits)} {}

    [[nodiscard]] type_traits const& traits() const noexcept { return traits_; }

    /// As written, for expressions.
    [[nodiscard]] schema::column_type const& definition() const noexcept { return type_; }

    /// As PostgreSQL is told, in a table of this schema. Errors: not_evaluable for a type of another database.
    [[nodiscard]] schema::column_type type_in(std::optional<schema::identifier> const& table_schema) const;

    [[nodiscard]] std::string type_name() const override { return class_name_; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

private:
    std::string class_name_;
    schema::column_type type_;
    type_traits traits_;
};

using type_pointer = std::shared_ptr<type_value const>;

/// The type that a value stands for: an instance, or a class that is made without arguments. Null: not a type.
[[nodiscard]] type_pointer type_of(python::evaluation& run, python::value const& given);

/// As `type_of`; python_exception for what is not a type.
[[nodiscard]] type_pointer required_type(python::evaluation& run, python::value const& given);

/// One type: its constructor in Python's notation, and what it makes.
struct type_row {
    std::string_view declared;
    std::function<std::shared_ptr<type_value>(python::evaluation&, python::bound_arguments const&)> make;
};

/// Adds a class to several modules.
void add_types(
    python::module_registry& modules, std::span<std::string_view const> where, std::span<type_row const> rows
);

/// A type that is a keyword.
[[nodiscard]] std::shared_ptr<type_value>
plain_type(python::bound_arguments const& given, std::string keyword, schema::type_family family);

// The families.
void add_generic_types(python::module_registry& modules);
void add_postgresql_types(python::module_registry& modules);
void add_named_types(python::module_registry& modules);
void add_foreign_types(python::module_registry& modules);
void add_package_types(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
