// insert, update and delete as values that every method copies.
#pragma once

#include "sqlalchemy/statements.hpp"

#include <string>
#include <utility>
#include <vector>

namespace alembicore::sqlalchemy {

enum class dml_kind { insert, update, delete_ };

using assigned_values = std::vector<std::pair<std::string, schema::expression>>;

class dml_value final : public python::object {
public:
    dml_value(dml_kind kind, table_pointer table) : kind_{kind}, table_{std::move(table)} {}

    dml_value(dml_value const& other)
        : python::object{}, values{other.values}, rows{other.rows}, conditions{other.conditions},
          returned{other.returned}, selected_columns{other.selected_columns}, selected{other.selected},
          on_conflict{other.on_conflict}, kind_{other.kind_}, table_{other.table_} {}

    [[nodiscard]] dml_kind kind() const noexcept { return kind_; }

    [[nodiscard]] table_pointer const& table() const noexcept { return table_; }

    [[nodiscard]] schema::expression node() const;

    [[nodiscard]] std::string type_name() const override { return "DMLStatement"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

    assigned_values values;
    std::vector<assigned_values> rows; ///< of an INSERT of several rows
    std::vector<expression_pointer> conditions;
    std::vector<schema::expression> returned;
    std::vector<schema::identifier> selected_columns; ///< of INSERT … SELECT
    std::optional<schema::expression> selected;
    std::vector<schema::expression> on_conflict;

private:
    [[nodiscard]] schema::expression insert_node() const;
    [[nodiscard]] schema::expression update_node() const;
    [[nodiscard]] schema::expression delete_node() const;

    dml_kind kind_;
    table_pointer table_;
};

} // namespace alembicore::sqlalchemy
