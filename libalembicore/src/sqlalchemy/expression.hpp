// SQL expressions in evaluated code. What Python's operators make of them follows SQLAlchemy, parentheses included.
#pragma once

#include "schema/expression.hpp"
#include "sqlalchemy/types.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace alembicore::sqlalchemy {

/// An operator as it is written, with what decides on parentheses and on NOT.
struct sql_operator {
    std::string_view text;
    int precedence;
    bool joins_itself = false;     ///< `a + (b + c)` needs no parentheses
    std::string_view negated = {}; ///< what NOT makes of it; empty: NOT is written
};

namespace operators {
inline constexpr sql_operator none{"", -100};
inline constexpr sql_operator and_{" AND ", 3, true};
inline constexpr sql_operator or_{" OR ", 2, true};
inline constexpr sql_operator equal{" = ", 5, false, " != "};
inline constexpr sql_operator not_equal{" != ", 5, false, " = "};
inline constexpr sql_operator in{" IN ", 5, false, " NOT IN "};
inline constexpr sql_operator not_in{" NOT IN ", 5, false, " IN "};
inline constexpr sql_operator is{" IS ", 5, false, " IS NOT "};
inline constexpr sql_operator is_not{" IS NOT ", 5, false, " IS "};
inline constexpr sql_operator concatenation{" || ", 5, true};
/// A condition of its own: WHERE, ON.
inline constexpr sql_operator condition{"", -10};
inline constexpr sql_operator comma{"", -1};
inline constexpr sql_operator collate{" COLLATE ", 4};
inline constexpr sql_operator filter{"", 6};
inline constexpr sql_operator getitem{"", 15};
inline constexpr sql_operator atom{"", 100};
} // namespace operators

/// The nodes of an expression, as far as a copy of it has them of its own.
[[nodiscard]] std::size_t weight_of(schema::expression const& node) noexcept;

class expression_value : public python::object {
public:
    /// `top`: the operator at the root of the expression; `operators::atom` for what is never put in parentheses.
    expression_value(schema::expression node, type_pointer type, sql_operator top = operators::atom)
        : node_{std::move(node)}, type_{std::move(type)}, top_{top}, weight_{weight_of(node_)} {}

    /// Errors: not_evaluable for SQL text with binds that have no value.
    [[nodiscard]] virtual schema::expression const& node() const { return node_; }

    /// Null: not known (NullType).
    [[nodiscard]] type_pointer const& value_type() const noexcept { return type_; }

    [[nodiscard]] schema::type_family family() const noexcept;

    /// The expression beside an operator, in parentheses where they are needed.
    [[nodiscard]] schema::expression beside(sql_operator const& other) const;
    /// The expression alone, in parentheses unless it is one thing (`self_group()`).
    [[nodiscard]] schema::expression alone() const;

    [[nodiscard]] sql_operator const& top() const noexcept { return top_; }

    /// Charges the memory of a copy of it: what is made of expressions copies them.
    void charge(python::evaluation& run) const;

    /// The name, where the expression is a column. Empty: none.
    [[nodiscard]] virtual std::string_view key() const;

    [[nodiscard]] std::string type_name() const override { return "ColumnElement"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    [[nodiscard]] std::optional<python::value> binary(
        python::evaluation& run,
        python::syntax::binary_operator op,
        python::value const& other,
        python::operand_side side
    ) override;
    [[nodiscard]] std::optional<python::value>
    compare(python::evaluation& run, python::syntax::comparison_operator op, python::value const& other) override;
    [[nodiscard]] python::value unary(python::evaluation& run, python::syntax::unary_operator op) override;
    [[nodiscard]] python::value item(python::evaluation& run, python::value const& key) override;
    /// `a == b` is false and `a != b` true, as the two sides are different objects; nothing else has a truth.
    [[nodiscard]] bool truth(python::evaluation& run) override;

protected:
    [[nodiscard]] std::shared_ptr<expression_value> self() {
        return std::static_pointer_cast<expression_value>(shared_from_this());
    }

private:
    schema::expression node_;
    type_pointer type_;
    sql_operator top_;
    std::size_t weight_;
};

using expression_pointer = std::shared_ptr<expression_value>;

[[nodiscard]] expression_pointer
make_expression(schema::expression node, type_pointer type = nullptr, sql_operator top = operators::atom);

/// A value beside a column or function: expressions as they are, other values as literals, of the type where the kind
/// of value is the same.
[[nodiscard]] expression_pointer
coerce(python::evaluation& run, python::value const& given, type_pointer const& type = nullptr);

/// A value that goes into a column of this type.
[[nodiscard]] expression_pointer
bound_value(python::evaluation& run, python::value const& given, type_pointer const& type);

/// A Python value as a literal.
[[nodiscard]] schema::expression
literal_node(python::evaluation& run, python::value const& given, type_pointer const& type);

/// A condition or index expression of a definition: strings are SQL text.
[[nodiscard]] schema::expression ddl_expression(python::evaluation& run, python::value const& given);

/// A server default: strings are literals, expressions SQL.
[[nodiscard]] schema::expression default_expression(python::evaluation& run, python::value const& given);

/// left op right, with parentheses as needed.
[[nodiscard]] expression_pointer
make_binary(expression_value const& left, sql_operator const& op, expression_value const& right, type_pointer type);

/// Conditions joined by AND or OR; nested ones of the same kind become one.
[[nodiscard]] expression_pointer
join_conditions(std::vector<expression_pointer> const& conditions, sql_operator const& op);

[[nodiscard]] expression_pointer negate(expression_value const& condition);

/// A condition of where(), and_(), …: also True and False.
[[nodiscard]] expression_pointer condition_of(python::evaluation& run, python::value const& given);

/// The name of a method of an expression (`in_`, `label`, …), or nothing.
[[nodiscard]] std::optional<python::value> expression_method(expression_pointer const& self, std::string_view name);

[[nodiscard]] type_pointer boolean_type();
[[nodiscard]] type_pointer string_type();
[[nodiscard]] type_pointer integer_type();

/// A type by the keyword that SQL has for it.
[[nodiscard]] type_pointer type_of_keyword(std::string name, std::string keyword, schema::type_family family);

/// CAST(value AS type)
[[nodiscard]] expression_pointer cast_to(expression_value const& value, type_pointer const& type);

[[nodiscard]] schema::expression wrap(schema::expression_kind kind, std::string text, schema::expression operand);

/// `col["key"]` of JSON; `col[1]`, `col[1:2]` of an array.
[[nodiscard]] python::value json_item(python::evaluation& run, expression_pointer const& of, python::value const& key);
[[nodiscard]] python::value array_item(python::evaluation& run, expression_pointer const& of, python::value const& key);

/// Methods that only JSON and arrays have; nothing: no such method.
[[nodiscard]] std::optional<python::value> json_method(expression_pointer const& self, std::string_view name);
[[nodiscard]] std::optional<python::value> array_method(expression_pointer const& self, std::string_view name);

/// An operator of PostgreSQL that is put in parentheses inside any other: `@>`, `->>`.
[[nodiscard]] expression_pointer make_eager(schema::expression plain, sql_operator const& op, type_pointer type);

void add_expressions(python::module_registry& modules);
void add_functions(python::module_registry& modules);
void add_text(python::module_registry& modules);
void add_arrays(python::module_registry& modules);

/// SQL text with its binds filled in. Errors: not_evaluable for a `:name` without a value.
[[nodiscard]] schema::expression parse_text(std::string_view text);

} // namespace alembicore::sqlalchemy
