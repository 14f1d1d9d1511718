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

/// Whether a value of evaluated code is the value that the database gets.
enum class value_conversion {
    none,      ///< it is
    evaluated, ///< `process_bind_param` of the object that the type was made from
    unknown    ///< code that is not read changes it: refused
};

/// The index that a spatial type brings to the table of its column.
enum class spatial_index { of_column, of_all_dimensions, of_hull };

/// What a type is in evaluated code, besides what PostgreSQL is told.
struct type_traits {
    std::optional<type_check> check{};
    bool inherits_schema = false;      ///< an enum that takes the schema of its table
    bool foreign = false;              ///< of another database: refused where PostgreSQL would have to know it
    std::optional<bool> check_first{}; ///< default of create() and drop(); nullopt: the type has neither
    value_conversion conversion = value_conversion::none;
    python::value source{}; ///< the instance of an evaluated class that the type was made from
    /// The kind that decides on SERIAL, where it is not that of the definition: of the generic side of a variant.
    std::optional<schema::type_family> affinity{};
    std::optional<spatial_index> spatial{};
    bool not_null = false;                                           ///< whatever the column says
    std::vector<std::pair<std::string, python::value>> attributes{}; ///< length, enums, …
    std::vector<std::pair<python::value, std::string>> members{};    ///< of an enum class, with their labels
    std::optional<python::value> generic{};                          ///< of Enum(enum.Enum, …): its keywords
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

    /// The kind that decides on SERIAL.
    [[nodiscard]] schema::type_family affinity() const noexcept { return traits_.affinity.value_or(type_.family); }

    [[nodiscard]] std::string type_name() const override { return class_name_; }

    /// Null where the type was made by an expression, not by a call of its class.
    [[nodiscard]] python::type_pointer type() const override { return class_; }

    void set_class(python::type_pointer of) noexcept { class_ = std::move(of); }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

private:
    std::string class_name_;
    schema::column_type type_;
    type_traits traits_;
    python::type_pointer class_{};
};

using type_pointer = std::shared_ptr<type_value const>;

/// The type that a value stands for: an instance, or a class that is made without arguments. Null: not a type.
[[nodiscard]] type_pointer type_of(python::evaluation& run, python::value const& given);

/// As `type_of`; python_exception for what is not a type.
[[nodiscard]] type_pointer required_type(python::evaluation& run, python::value const& given);

/// Makes an instance from the arguments of a call.
using type_maker = std::function<std::shared_ptr<type_value>(python::evaluation&, python::bound_arguments const&)>;

/// One type: its constructor in Python's notation, what it makes, and the class it derives from, by its name in
/// `sqlalchemy.types` or with its module.
struct type_row {
    std::string_view declared;
    type_maker make;
    std::string_view base = "TypeEngine";
};

/// Adds classes to several modules.
void add_types(
    python::module_registry& modules, std::span<std::string_view const> where, std::span<type_row const> rows
);

/// Adds classes that nothing is made of: what others derive from.
void add_abstract_types(
    python::module_registry& modules,
    std::span<std::string_view const> where,
    std::span<std::pair<std::string_view, std::string_view> const> names_and_bases
);

/// A type that is a keyword, with its arguments as attributes.
[[nodiscard]] std::shared_ptr<type_value>
plain_type(python::bound_arguments const& given, std::string keyword, schema::type_family family);

/// The arguments of a constructor, as the attributes that SQLAlchemy makes of them.
[[nodiscard]] std::vector<std::pair<std::string, python::value>>
argument_attributes(python::bound_arguments const& given);

/// A maker of `plain_type`.
[[nodiscard]] type_maker keyword_type(std::string word, schema::type_family family = schema::type_family::other);

/// `ARRAY(item_type, …, dimensions=None, …)`
[[nodiscard]] std::shared_ptr<type_value>
make_array_type(python::evaluation& run, python::bound_arguments const& given);

/// The type's SQL text. Errors: python_exception where it has none.
[[nodiscard]] std::string type_text(type_value const& type);

// The families.
void add_generic_types(python::module_registry& modules);
void add_postgresql_types(python::module_registry& modules);
void add_named_types(python::module_registry& modules);
void add_foreign_types(python::module_registry& modules);
void add_package_types(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
