#include "sql/index.hpp"

#include "sql/constraint.hpp"
#include "sql/expression.hpp"

namespace alembicore::sql {

namespace {

void write_elements(writer& out, schema::index const& index) {
    for (auto const& element : index.elements) {
        if (&element != &index.elements.front())
            out << ", ";
        bool const labelled = element.value.kind == schema::expression_kind::label;
        write(out, labelled ? element.value.operands.front() : element.value, column_names::bare);
        if (!element.operator_class.empty())
            out << " " << raw{element.operator_class};
    }
}

void write_options(writer& out, schema::index const& index) {
    if (!index.include.empty())
        out << " INCLUDE (" << index.include << ")";
    if (index.nulls_not_distinct)
        out << raw{*index.nulls_not_distinct ? " NULLS NOT DISTINCT" : " NULLS DISTINCT"};
    if (!index.with.empty()) {
        out << " WITH (";
        for (auto const& parameter : index.with)
            out << raw{&parameter == &index.with.front() ? "" : ", "} << raw{parameter.name} << " = "
                << raw{parameter.value};
        out << ")";
    }
    if (index.tablespace)
        out << " TABLESPACE " << *index.tablespace;
}

} // namespace

void write_create(writer& out, schema::index const& index, operation::presence if_not_exists) {
    out << "CREATE " << raw{index.unique ? "UNIQUE " : ""} << "INDEX ";
    if (index.concurrently)
        out << "CONCURRENTLY ";
    if (if_not_exists == operation::presence::optional)
        out << "IF NOT EXISTS ";
    out << index.name << " ON " << index.table << " ";
    if (!index.method.empty())
        out << "USING " << raw{checked_index_method(index.method)} << " ";
    out << "(";
    write_elements(out, index);
    out << ")";
    write_options(out, index);
    if (index.where) {
        out << " WHERE ";
        write(out, *index.where, column_names::bare);
    }
}

void write_drop(writer& out, operation::drop_index const& dropped) {
    out << "DROP INDEX ";
    if (dropped.concurrently)
        out << "CONCURRENTLY ";
    if (dropped.if_exists == operation::presence::optional)
        out << "IF EXISTS ";
    if (dropped.schema)
        out << *dropped.schema << ".";
    out << dropped.name;
}

} // namespace alembicore::sql
