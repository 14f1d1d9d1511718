// What the columns of a SELECT are called: their own names, labels, or numbered names.
#pragma once

#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/resolution.hpp"

#include <span>
#include <utility>

namespace alembicore::sqlalchemy {

/// `expression AS name`. The name is written in the columns of a SELECT and in its ORDER BY only.
class label_value final : public expression_value {
public:
    label_value(expression_pointer of, alias_name name);

    [[nodiscard]] expression_pointer const& of() const noexcept { return of_; }

    [[nodiscard]] schema::identifier name_in(resolution& in) const;

    [[nodiscard]] std::string_view key() const override { return name_.given ? name_.given->text : std::string_view{}; }

    [[nodiscard]] std::optional<schema::identifier> const& given_name() const noexcept { return name_.given; }

    [[nodiscard]] std::string type_name() const override { return "Label"; }

    /// For the columns of a subquery.
    [[nodiscard]] numbered_name numbered() const;

private:
    expression_pointer of_;
    alias_name name_;
    std::shared_ptr<void const> identity_;
};

/// The alias of a function as a column: it is written as its name.
class self_named_value : public expression_value {
public:
    using expression_value::expression_value;
};

/// literal_column("…"): SQL text that counts as the name of a column.
class literal_column_value final : public expression_value {
public:
    using expression_value::expression_value;

    [[nodiscard]] std::string type_name() const override { return "ColumnClause"; }
};

/// What is not called what it looks like: as a column it is numbered after `seed`.
class unnamed_expression final : public expression_value {
public:
    unnamed_expression(
        schema::expression node, type_pointer type, sql_operator top = operators::atom, std::string seed = "anon"
    )
        : expression_value{std::move(node), std::move(type), top}, seed_{std::move(seed)} {}

    [[nodiscard]] std::string const& seed() const noexcept { return seed_; }

private:
    std::string seed_;
};

/// (a, b)
class tuple_expression final : public expression_value {
public:
    tuple_expression(schema::expression node, std::vector<type_pointer> types)
        : expression_value{std::move(node), nullptr}, types_{std::move(types)} {}

    [[nodiscard]] std::vector<type_pointer> const& types() const noexcept { return types_; }

private:
    std::vector<type_pointer> types_;
};

/// type_coerce(…): another type for the same SQL.
class coerced_value final : public expression_value {
public:
    coerced_value(expression_pointer of, type_pointer type)
        : expression_value{of->node(), std::move(type), of->top()}, of_{std::move(of)} {}

    [[nodiscard]] expression_pointer const& of() const noexcept { return of_; }

private:
    expression_pointer of_;
};

/// The columns as SELECT or RETURNING writes them. In a source all have names that do not clash.
[[nodiscard]] std::vector<schema::expression>
labelled_columns(std::vector<expression_pointer> const& columns, bool in_source, resolution& in);

/// The same columns as a subquery offers them.
[[nodiscard]] std::vector<table_column> offered_columns(std::vector<expression_pointer> const& columns);

/// The same columns as the server sends them.
[[nodiscard]] sent_columns sent_by_server(std::vector<expression_pointer> const& columns);

/// An element of ORDER BY, GROUP BY or DISTINCT: names and labels stand for columns of the SELECT.
[[nodiscard]] expression_pointer sorting_element(python::evaluation& run, python::value const& given);

/// `a DESC`; a label stands for its column.
[[nodiscard]] expression_pointer sorted(expression_pointer const& of, std::string suffix);

/// Method and function names with what they write after the expression.
[[nodiscard]] std::span<std::pair<std::string_view, std::string_view> const> sorting_words();

/// DISTINCT a
[[nodiscard]] expression_pointer distinct_of(expression_value const& of);

/// ANY (a), ALL (a)
[[nodiscard]] expression_pointer collection_test(std::string_view words, expression_value const& of);

} // namespace alembicore::sqlalchemy
