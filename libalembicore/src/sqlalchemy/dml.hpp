// insert, update and delete as values that every method copies.
#pragma once

#include "sqlalchemy/inserted_key.hpp"
#include "sqlalchemy/resolution.hpp"
#include "sqlalchemy/selectable.hpp"
#include "sqlalchemy/statements.hpp"

#include <string>
#include <utility>
#include <vector>

namespace alembicore::sqlalchemy {

enum class dml_kind { insert, update, delete_ };

struct assigned_value {
    std::string name; ///< of the column
    schema::expression value;
    /// What is sent beside the statement: a value, or a parameter of its own. nullopt: an SQL expression.
    std::optional<python::value> bound;
};

using assigned_values = std::vector<assigned_value>;

/// ON CONFLICT of PostgreSQL's insert().
struct conflict_clause {
    std::vector<schema::expression> target{};             ///< with its words, resolved without tables
    std::optional<std::vector<schema::expression>> set{}; ///< nullopt: DO NOTHING
    std::vector<expression_pointer> conditions{};         ///< of DO UPDATE
};

struct dml_state {
    dml_kind kind;
    from_pointer table;
    assigned_values values{};
    bool in_given_order = false;
    bool filled_by_statement = true;     ///< false: the statement has no values(), the parameters decide
    std::vector<assigned_values> rows{}; ///< of an INSERT of several rows
    std::vector<expression_pointer> conditions{};
    std::vector<expression_pointer> returned{};
    std::vector<schema::identifier> selected_columns{}; ///< of INSERT … SELECT
    query_pointer selected{};
    std::optional<conflict_clause> on_conflict{};
    std::vector<schema::expression> prefixes{};
    source_list with{};   ///< of add_cte()
    bool inline_ = false; ///< asks for no generated key
};

class dml_query final : public query {
public:
    explicit dml_query(dml_state state) : state_{std::move(state)} {}

    [[nodiscard]] dml_state const& state() const noexcept { return state_; }

    [[nodiscard]] schema::expression resolve(resolution& in, query_place where) const override;
    [[nodiscard]] std::vector<table_column> columns() const override;
    [[nodiscard]] sent_columns sent() const override;

    /// The key of what the INSERT adds; SQLAlchemy asks for the columns of it that the server makes.
    [[nodiscard]] std::vector<inserted_key_column> inserted_key() const;

private:
    void add_insert(resolution& in, schema::expression& statement) const;
    void add_update(resolution& in, schema::expression& statement) const;
    void add_delete(resolution& in, schema::expression& statement) const;
    void
    add_where(resolution& in, schema::expression& statement, std::string_view words, source_list const& others) const;

    dml_state state_;
};

class dml_value final : public python::object {
public:
    explicit dml_value(dml_state state) : of_{std::make_shared<dml_query const>(std::move(state))} {}

    [[nodiscard]] dml_state const& state() const noexcept { return of_->state(); }

    [[nodiscard]] query_pointer rows() const { return of_; }

    [[nodiscard]] std::string type_name() const override;

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

private:
    std::shared_ptr<dml_query const> of_;
};

/// Values by the names of columns; a name that the table lacks is a python_exception.
[[nodiscard]] assigned_values
read_values(python::evaluation& run, from_value const& table, python::dict_table const& given);

/// The columns that values are given for, in the order of the table.
[[nodiscard]] std::vector<table_column const*> ordered_columns(from_value const& table, assigned_values const& values);

[[nodiscard]] schema::expression const& value_of(assigned_values const& values, table_column const& column);

[[nodiscard]] conflict_clause
read_conflict(python::evaluation& run, from_value const& table, python::bound_arguments const& given, bool updates);

/// `insert.excluded`
[[nodiscard]] python::value make_excluded(from_value const& table);

} // namespace alembicore::sqlalchemy
