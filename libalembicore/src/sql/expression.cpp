#include "sql/expression.hpp"

#include "sql/type.hpp"

#include <alembicore/error.hpp>

namespace alembicore::sql {

namespace {

using schema::expression;
using schema::expression_kind;

void write_joined(writer& out, std::vector<expression> const& values, raw separator, column_names names) {
    for (auto const& value : values) {
        if (&value != &values.front())
            out << separator;
        write(out, value, names);
    }
}

void write_column(writer& out, expression const& column, column_names names) {
    if (names == column_names::with_table && column.alias)
        out << *column.alias << ".";
    else if (names == column_names::with_table && column.table)
        out << *column.table << ".";
    out << schema::identifier{column.text, column.quote};
}

void write_table(writer& out, expression const& table) {
    out << *table.table;
    if (table.alias)
        out << " AS " << *table.alias;
}

/// CASE WHEN … THEN … ELSE … END; `text` not empty: the first operand follows CASE.
void write_case(writer& out, expression const& value, column_names names) {
    out << "CASE";
    std::size_t next = 0;
    if (!value.text.empty()) {
        out << " ";
        write(out, value.operands[next++], names);
    }
    for (; next + 1 < value.operands.size(); next += 2) {
        out << " WHEN ";
        write(out, value.operands[next], names);
        out << " THEN ";
        write(out, value.operands[next + 1], names);
    }
    if (next < value.operands.size()) {
        out << " ELSE ";
        write(out, value.operands[next], names);
    }
    out << " END";
}

void write_insert_head(writer& out, expression const& value) {
    out << "INSERT INTO " << *value.table;
    if (value.alias)
        out << " AS " << *value.alias;
    if (value.operands.empty())
        return;
    out << " (";
    write_joined(out, value.operands, {", "}, column_names::bare);
    out << ")";
}

/// The same value for a script and for a server.
void write_for_reader(writer& out, expression const& value, column_names names) {
    bool const legacy = out.whom().generation() == sqlalchemy_generation::v1_4;
    std::size_t const chosen = !out.whom().is_script() ? 1 : legacy ? 2 : 0;
    write(out, value.operands[chosen], names);
}

} // namespace

void write(writer& out, expression const& value, column_names names) {
    switch (value.kind) {
    case expression_kind::text:
    case expression_kind::boolean:
    case expression_kind::number:
        out << raw{value.text};
        break;
    case expression_kind::column:
        write_column(out, value, names);
        break;
    case expression_kind::table:
        write_table(out, value);
        break;
    case expression_kind::null:
        out << "NULL";
        break;
    case expression_kind::string:
        out << literal{value.text};
        break;
    case expression_kind::function:
        out << raw{value.text} << "(";
        write_joined(out, value.operands, {", "}, names);
        out << ")";
        break;
    case expression_kind::sequence:
        write_joined(out, value.operands, {value.text}, names);
        break;
    case expression_kind::prefix:
        out << raw{value.text};
        write(out, value.operands.front(), names);
        break;
    case expression_kind::postfix:
        write(out, value.operands.front(), names);
        out << raw{value.text};
        break;
    case expression_kind::group:
        out << "(";
        write_joined(out, value.operands, {", "}, names);
        out << ")";
        break;
    case expression_kind::cast:
        out << "CAST(";
        write(out, value.operands.front(), names);
        out << " AS ";
        write(out, *value.type);
        out << ")";
        break;
    case expression_kind::label:
    case expression_kind::numbered_label:
        write(out, value.operands.front(), names);
        out << " AS " << schema::identifier{value.text, value.quote};
        break;
    case expression_kind::array:
        out << "ARRAY[";
        write_joined(out, value.operands, {", "}, names);
        out << "]";
        break;
    case expression_kind::case_:
        write_case(out, value, names);
        break;
    case expression_kind::select:
        write_joined(out, value.operands, {""}, names);
        break;
    case expression_kind::insert_into:
        write_insert_head(out, value);
        break;
    case expression_kind::clause:
        out << raw{value.text};
        write_joined(out, value.operands, {", "}, names);
        break;
    case expression_kind::assignment:
        write(out, value.operands.front(), column_names::bare);
        out << "=";
        write(out, value.operands.back(), names);
        break;
    case expression_kind::by_reader:
        write_for_reader(out, value, names);
        break;
    case expression_kind::no_literal:
        throw error{
            errc::python_exception,
            value.text,
            "write the statement as SQL text; a run on a database needs no literal here"};
    case expression_kind::unresolved:
        throw error{errc::internal, "a part of a statement was not resolved"};
    }
}

} // namespace alembicore::sql
