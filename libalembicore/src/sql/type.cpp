#include "sql/type.hpp"

#include "sql/expression.hpp"

#include <alembicore/error.hpp>

namespace alembicore::sql {

namespace {

void write_name(writer& out, schema::qualified_name const& name, keyword kind) {
    if (name.name.text.empty())
        throw error{
            errc::python_exception,
            "CompileError: PostgreSQL " + std::string{kind.text()} + " type requires a name.",
            "give the type a name"};
    out << name;
}

void write_arguments(writer& out, std::vector<std::string> const& arguments) {
    if (arguments.empty())
        return;
    out << "(";
    for (auto const& argument : arguments)
        out << raw{&argument == &arguments.front() ? "" : ", "} << raw{argument};
    out << ")";
}

void write_unqualified(writer& out, schema::column_type const& type) {
    out << raw{type.keyword};
    if (type.suffix.ends_with(' '))
        out << raw{type.suffix};
    write_arguments(out, type.arguments);
    if (!type.suffix.empty() && !type.suffix.ends_with(' '))
        out << " " << raw{type.suffix};
}

schema::column_type const& innermost(schema::column_type const& type) {
    return type.element ? innermost(*type.element) : type;
}

/// The type without its collation, which in an array follows the brackets.
void write_without_collation(writer& out, schema::column_type const& type) {
    if (type.element) {
        write_without_collation(out, *type.element);
        for (int dimension = 0; dimension < type.dimensions; ++dimension)
            out << "[]";
    } else if (type.enumeration)
        write_name(out, type.enumeration->name, "ENUM");
    else if (type.domain)
        write_name(out, type.domain->name, "DOMAIN");
    else
        write_unqualified(out, type);
}

} // namespace

void write(writer& out, schema::column_type const& type) {
    if (innermost(type).family == schema::type_family::unknown)
        throw error{
            errc::python_exception,
            "CompileError: Can't generate DDL for NullType(); did you forget to specify a type on this Column?",
            "give the column a type"};
    write_without_collation(out, type);
    if (auto const& collation = innermost(type).collation; !collation.empty())
        out << " COLLATE \"" << raw{collation} << "\"";
}

void write_create(writer& out, schema::enumeration const& created) {
    if (!created.unwritable.empty())
        throw error{
            errc::python_exception,
            "CompileError: No literal value renderer is available for literal value \"" + created.unwritable +
                "\" with datatype NULL",
            "give the labels one by one: Enum('a', 'b')"};
    out << "CREATE TYPE ";
    write_name(out, created.name, "ENUM");
    out << " AS ENUM (";
    for (auto const& label : created.labels)
        out << raw{&label == &created.labels.front() ? "" : ", "} << literal{label};
    out << ")";
}

void write_create(writer& out, schema::domain const& created) {
    out << "CREATE DOMAIN ";
    write_name(out, created.name, "DOMAIN");
    out << " AS ";
    write(out, created.base);
    out << " ";
    raw separator{""};
    if (created.collation) {
        out << "COLLATE " << *created.collation;
        separator = {" "};
    }
    if (created.default_value) {
        out << separator << "DEFAULT ";
        write(out, *created.default_value, column_names::with_table);
        separator = {" "};
    }
    if (created.constraint_name) {
        out << separator << "CONSTRAINT " << *created.constraint_name;
        separator = {" "};
    }
    if (created.not_null) {
        out << separator << "NOT NULL";
        separator = {" "};
    }
    if (created.check) {
        out << separator << "CHECK (";
        write(out, *created.check, column_names::bare);
        out << ")";
    }
}

} // namespace alembicore::sql
