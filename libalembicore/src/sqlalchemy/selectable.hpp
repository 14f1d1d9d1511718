// What can be selected from, in evaluated code: an object with `.c`.
#pragma once

#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/resolution.hpp"

namespace alembicore::sqlalchemy {

/// A table, alias, join, subquery or common table expression.
class from_value : public python::object {
public:
    explicit from_value(source_pointer source) : source_{std::move(source)} {}

    [[nodiscard]] source_pointer const& source() const noexcept { return source_; }

    [[nodiscard]] std::vector<table_column> const& columns() const noexcept { return source_->columns(); }

    /// Null: no such column.
    [[nodiscard]] table_column const* find(std::string_view column) const noexcept { return source_->find(column); }

    [[nodiscard]] virtual expression_pointer column(table_column const& column) const;

    [[nodiscard]] std::string type_name() const override { return "FromClause"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

private:
    source_pointer source_;
};

using from_pointer = std::shared_ptr<from_value>;

/// Something to select from. Errors: python_exception for what is not.
[[nodiscard]] from_pointer required_from(python::evaluation& run, python::value const& given);

[[nodiscard]] alias_name alias_name_of(python::bound_arguments const& given, std::string seed);

/// `left` joined with the arguments `right`, `onclause`, `isouter` and `full`.
[[nodiscard]] python::value
join_tables(python::evaluation& run, from_pointer const& left, python::bound_arguments const& given, bool outer);

/// A join as a source. Without a condition it follows from foreign keys.
/// Errors: python_exception where there is none, or more than one.
[[nodiscard]] source_pointer
make_join(source_pointer left, source_pointer right, expression_pointer const& condition, std::string_view words);

/// The words between the two sides.
[[nodiscard]] std::string_view join_words(bool outer, bool full);

/// Whether foreign keys say how to join.
[[nodiscard]] bool can_join(source_pointer const& left, source_pointer const& right);

/// `.c` of something.
[[nodiscard]] python::value column_collection_of(std::shared_ptr<from_value const> of);

void add_selectables(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
