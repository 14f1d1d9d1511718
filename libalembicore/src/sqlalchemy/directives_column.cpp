// add_column, drop_column, alter_column.
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/identity_changes.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;

/// Constraint clauses that are asked for inside the column: the primary key, and a single foreign key.
operation::inline_clauses take_inline_clauses(
    directive_call const& call, column_value const& column, std::vector<schema::constraint>& constraints
) {
    operation::inline_clauses inlined;
    inlined.primary_key = call.run.truth(call.given["inline_primary_key"]) && column.options().primary_key;
    if (!call.run.truth(call.given["inline_references"]) || column.options().foreign_keys.size() != 1)
        return inlined;
    for (auto each = constraints.begin(); each != constraints.end(); ++each)
        if (auto const* key = std::get_if<schema::foreign_key>(&*each)) {
            inlined.references = *key;
            constraints.erase(each);
            break;
        }
    return inlined;
}

python::value add_column(directive_call const& call) {
    auto const column = call.given["column"].as<column_value>();
    if (!column)
        throw python::python_error(
            "AttributeError", "'" + call.run.type_of(call.given["column"])->name() + "' object has no attribute 'table'"
        );
    operation::add_column made;
    made.table = call.table();
    auto table = assemble_table(call.run, made.table, {&call.given["column"], 1}, call.convention());
    made.column = std::move(table.columns.at(0));
    std::erase_if(table.constraints, [](auto const& each) {
        return std::holds_alternative<schema::primary_key>(each);
    });
    made.inlined = take_inline_clauses(call, *column, table.constraints);
    made.constraints = std::move(table.constraints);
    made.indexes = std::move(table.indexes);
    made.if_not_exists = call.presence("if_not_exists");
    call.record(std::move(made));
    return {};
}

python::value drop_column(directive_call const& call) {
    operation::drop_column made;
    made.table = call.table();
    made.column = required_identifier(call.given, "column_name");
    made.if_exists = call.presence("if_exists");
    call.record(std::move(made));
    return {};
}

operation::default_change change_of_default(directive_call const& call, python::value const& wanted) {
    auto const& existing = call.given["existing_server_default"];
    if (wanted.as<computed_value>() || existing.as<computed_value>())
        throw sqlalchemy_error(
            "CompileError",
            "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is "
            "not supported."
        );
    if (auto change = identity_change(wanted, existing))
        return std::move(*change);
    if (wanted.is_none())
        return operation::drop_default{};
    return operation::set_default{default_expression(call.run, wanted)};
}

/// The CHECK that a type brings to a column, as the table would have it.
std::vector<schema::check_constraint>
checks_of_type(directive_call const& call, schema::identifier const& column, python::value const& type) {
    auto const known = required_type(call.run, type);
    std::vector<schema::check_constraint> checks;
    if (!known->traits().check)
        return checks;
    python::value const typed = std::make_shared<column_value>(column_options{.name = column}, known);
    auto const table = assemble_table(call.run, call.table(), {&typed, 1}, call.convention());
    for (auto const& constraint : table.constraints)
        if (auto const* check = std::get_if<schema::check_constraint>(&constraint))
            checks.push_back(*check);
    return checks;
}

void read_type_change(directive_call const& call, operation::alter_column& made) {
    auto const& wanted = call.given["type_"];
    auto const& existing = call.given["existing_type"];
    auto const& using_ = keyword(call.given, "postgresql_using");
    if (wanted.is_none()) {
        if (!using_.is_none())
            throw sqlalchemy_error("CommandError", "postgresql_using must be used with the type_ parameter");
        return;
    }
    made.type = operation::type_change{.type = required_type(call.run, wanted)->type_in(std::nullopt)};
    if (call.run.truth(using_))
        made.type->using_ = call.run.str(using_);
    if (!existing.is_none())
        for (auto const& check : checks_of_type(call, made.column, existing)) {
            if (!check.name)
                throw sqlalchemy_error("CompileError", "Can't emit DROP CONSTRAINT for constraint; it has no name");
            made.dropped_checks.push_back(*check.name);
        }
    made.added_checks = checks_of_type(call, made.column, wanted);
}

python::value alter_column(directive_call const& call) {
    if (call.has_keyword("name"))
        throw python::type_error("alter_column() got multiple values for keyword argument 'name'");
    operation::alter_column made;
    made.table = call.table();
    made.column = identifier_of(call.given["column_name"]).value_or(schema::identifier{});
    read_type_change(call, made);
    if (auto const& nullable = call.given["nullable"]; !nullable.is_none())
        made.nullable = call.run.truth(nullable);
    if (auto const& wanted = call.given["server_default"]; wanted.boolean() != false)
        made.default_value = change_of_default(call, wanted);
    if (call.given["comment"].boolean() != false)
        made.comment = operation::comment_change{call.given.optional_text("comment")};
    made.new_name = optional_identifier(call.given, "new_column_name");
    // What is not a name is noticed where a change would name it.
    if (made.type || made.nullable || made.default_value || made.comment || made.new_name)
        made.column = required_identifier(call.given, "column_name");
    call.record(std::move(made));
    return {};
}

} // namespace

std::vector<directive> const& column_directives() {
    // Where two releases of Alembic differ in what may be positional, both are declared. `**kw` goes to the
    // implementation of a database, which takes what it knows.
    static std::vector<directive> const rows{
        {"add_column(table_name, column, schema=None, *, if_not_exists=None, inline_references=None, "
         "inline_primary_key=None)",
         "add_column(column, insert_before=None, insert_after=None, *, if_not_exists=None, inline_references=None, "
         "inline_primary_key=None)",
         add_column},
        {"drop_column(table_name, column_name, schema=None, *, if_exists=None, **kw)",
         "drop_column(column_name, *, if_exists=None, **kw)",
         drop_column},
        {"alter_column(table_name, column_name, nullable=None, comment=False, server_default=False, "
         "new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, "
         "existing_comment=None, schema=None, **kw)",
         "alter_column(column_name, nullable=None, comment=False, server_default=False, new_column_name=None, "
         "type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, "
         "existing_comment=None, insert_before=None, insert_after=None, **kw)",
         alter_column},
    };
    return rows;
}

} // namespace alembicore::sqlalchemy
