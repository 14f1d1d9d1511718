// SQL expressions and data statements as trees of one kind of node. Whoever builds a tree decides on parentheses
// (a `group` node); rendering it is then a plain walk.
#pragma once

#include "schema/identifier.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::schema {

struct column_type;

enum class expression_kind {
    text,           ///< SQL as written: sa.text()
    column,         ///< `text` names a column; `table` the table it is of
    table,          ///< `table`, and `alias` where it has one
    null,           ///< NULL
    boolean,        ///< `text` is true or false
    number,         ///< `text` as Python prints it
    string,         ///< `text` unquoted
    function,       ///< `text` is the rendered name
    sequence,       ///< operands joined with `text`, a keyword or operator with its spaces
    prefix,         ///< `text` before the operand
    postfix,        ///< `text` after the operand
    group,          ///< the operand in parentheses
    cast,           ///< CAST(operand AS type)
    label,          ///< operand AS text
    numbered_label, ///< as label, `text` to be followed by a number within its statement
    array,          ///< ARRAY[operands]
    case_,          ///< operands: condition, result, …, and the ELSE where their number is odd
    select,         ///< operands: clauses in order
    insert_into,    ///< the head of an INSERT; operands: column names
    clause,         ///< `text` and the operands joined with commas: RETURNING …
    assignment,     ///< operands: column, value; no spaces around `=`
    by_reader,      ///< operands: as a script of SQLAlchemy 2 has it, as a server gets it, as a script of 1.4 has it
    no_literal,     ///< a value that cannot be written; `text` says why, as SQLAlchemy does
    unresolved,     ///< `part`; never in an operation
};
BOOST_DESCRIBE_ENUM(
    expression_kind,
    text,
    column,
    table,
    null,
    boolean,
    number,
    string,
    function,
    sequence,
    prefix,
    postfix,
    group,
    cast,
    label,
    numbered_label,
    array,
    case_,
    select,
    insert_into,
    clause,
    assignment,
    by_reader,
    no_literal,
    unresolved
)

/// A part of a statement whose text hangs on the statement around it: a subquery, which leaves out tables that enclose
/// it; a name with a number. Whoever builds statements resolves it before an operation is made of them.
class unresolved_part {
public:
    unresolved_part() = default;
    unresolved_part(unresolved_part const&) = delete;
    unresolved_part& operator=(unresolved_part const&) = delete;
    virtual ~unresolved_part() = default;
};

struct expression {
    expression_kind kind = expression_kind::text;
    std::string text{};
    std::vector<expression> operands{};
    std::optional<qualified_name> table{};
    std::optional<identifier> alias{};
    std::optional<bool> quote{};                   ///< of `text` where it is a name
    std::shared_ptr<column_type const> type{};     ///< of a cast
    std::shared_ptr<unresolved_part const> part{}; ///< of a column: what it is a column of
};
BOOST_DESCRIBE_STRUCT(expression, (), (kind, text, operands, table, alias, type))

/// SQL as written.
[[nodiscard]] inline expression sql_text(std::string text) {
    return {.kind = expression_kind::text, .text = std::move(text)};
}

/// A string literal.
[[nodiscard]] inline expression string_literal(std::string text) {
    return {.kind = expression_kind::string, .text = std::move(text)};
}

/// A column by name.
[[nodiscard]] inline expression column_reference(identifier const& name) {
    return {.kind = expression_kind::column, .text = name.text, .quote = name.quote};
}

} // namespace alembicore::schema
