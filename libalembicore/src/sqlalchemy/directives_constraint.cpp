// create_*_constraint, create_primary_key, create_foreign_key, drop_constraint.
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/tables.hpp"
#include "sqlalchemy/text.hpp"

#include <algorithm>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

void add(directive_call const& call, schema::qualified_name table, schema::constraint constraint) {
    apply_convention(constraint, table, call.convention());
    call.record(operation::add_constraint{.table = std::move(table), .constraint = std::move(constraint)});
}

schema::check_time timing(directive_call const& call) {
    return check_time(call.run, call.given["deferrable"], call.given["initially"]);
}

python::value create_primary_key(directive_call const& call) {
    schema::primary_key key;
    key.name = optional_object_name(call.given, "constraint_name");
    key.columns = call.table_columns("columns");
    add(call, call.table(), std::move(key));
    return {};
}

python::value create_unique_constraint(directive_call const& call) {
    check_dialect_keywords(call.given, {"include", "nulls_not_distinct"});
    schema::unique_constraint unique;
    unique.name = optional_object_name(call.given, "constraint_name");
    unique.columns = call.table_columns("columns");
    unique.checked = timing(call);
    unique.nulls_not_distinct = keyword(call.given, "postgresql_nulls_not_distinct").boolean();
    if (auto const& include = keyword(call.given, "postgresql_include"); !include.is_none())
        for (auto const& column : column_names(call.run, include)) {
            bool const known = std::any_of(unique.columns.begin(), unique.columns.end(), [&](auto const& each) {
                return each.text == column.text;
            });
            if (!known)
                throw python::python_error("KeyError", "'" + column.text + "'");
            unique.include.push_back(column);
        }
    add(call, call.table(), std::move(unique));
    return {};
}

python::value create_check_constraint(directive_call const& call) {
    check_dialect_keywords(call.given, {"not_valid"});
    schema::check_constraint check;
    check.name = optional_object_name(call.given, "constraint_name");
    check.condition = ddl_expression(call.run, call.given["condition"]);
    check.checked = timing(call);
    check.not_valid = call.run.truth(keyword(call.given, "postgresql_not_valid"));
    add(call, call.table(), std::move(check));
    return {};
}

/// Alembic makes a table of the columns that the elements name.
void require_names(directive_call const& call) {
    if (call.given.rest().empty())
        throw python::value_error("not enough values to unpack (expected 2, got 0)");
    std::set<std::string> names;
    for (auto const& element : call.given.rest()) {
        auto const* pair = element.items();
        if (pair == nullptr || pair->empty())
            continue;
        if (pair->front().as<text_value>())
            throw sqlalchemy_error(
                "ArgumentError",
                "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table."
            );
        if (auto const name = identifier_of(pair->front()); name && !names.insert(name->text).second)
            throw duplicate_column(name->text, call.table().name.text);
    }
}

python::value create_exclude_constraint(directive_call const& call) {
    require_names(call);
    add(call, call.table(), read_exclude(call.run, call.given, optional_object_name(call.given, "constraint_name")));
    return {};
}

void refuse_repetition(std::vector<schema::identifier> const& columns) {
    std::set<std::string_view> names;
    for (auto const& column : columns)
        if (!names.insert(column.text).second)
            throw sqlalchemy_error(
                "ArgumentError", "ForeignKeyConstraint with duplicate source column references are not supported."
            );
}

python::value create_foreign_key(directive_call const& call) {
    check_dialect_keywords(call.given, {"not_valid"});
    schema::foreign_key key;
    key.name = optional_object_name(call.given, "constraint_name");
    key.columns = column_names(call.run, call.given["local_cols"]);
    key.referred_columns = column_names(call.run, call.given["remote_cols"]);
    if (key.columns.size() != key.referred_columns.size() || key.columns.empty())
        throw sqlalchemy_error(
            "ArgumentError",
            "ForeignKeyConstraint number of constrained columns must match the number of referenced columns."
        );
    refuse_repetition(key.columns);
    key.referred = {
        .name = required_identifier(call.given, "referent_table"),
        .schema = optional_identifier(call.given, "referent_schema")};
    key.on_delete = call.given.optional_text("ondelete");
    key.on_update = call.given.optional_text("onupdate");
    key.match = call.given.optional_text("match");
    key.checked = timing(call);
    key.not_valid = call.run.truth(keyword(call.given, "postgresql_not_valid"));
    add(call, call.table("source_table", "source_schema"), std::move(key));
    return {};
}

/// The kind of constraint that a convention may name, and whether there is such a kind at all.
std::string_view kind_of(python::value const& type) {
    if (type.is_none())
        return "";
    auto const text = type.text();
    if (text == "foreignkey")
        return "fk";
    if (text == "primary")
        return "pk";
    if (text == "unique")
        return "uq";
    if (text == "check")
        return "ck";
    throw python::type_error("'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None");
}

python::value drop_constraint(directive_call const& call) {
    schema::named_object object;
    object.kind = kind_of(call.given["type_"]);
    object.table = call.table();
    auto name = optional_object_name(call.given, "constraint_name");
    if (!name && object.kind == "fk" && call.convention().find("fk") != nullptr)
        throw python::not_evaluable("a foreign key without a name", "name the constraint, as \\d of psql shows it");
    name = schema::apply_convention(call.convention(), object, std::move(name));
    if (!name)
        throw sqlalchemy_error("CompileError", "Can't emit DROP CONSTRAINT for constraint; it has no name");
    operation::drop_constraint made;
    made.table = object.table;
    made.name = std::move(*name);
    made.if_exists = call.presence("if_exists");
    call.record(std::move(made));
    return {};
}

} // namespace

std::vector<directive> const& constraint_directives() {
    // Where two releases of Alembic differ in what may be positional, both are declared.
    static std::vector<directive> const rows{
        {"create_primary_key(constraint_name, table_name, columns, schema=None)",
         "create_primary_key(constraint_name, columns)",
         create_primary_key},
        {"create_unique_constraint(constraint_name, table_name, columns, schema=None, *, deferrable=None, "
         "initially=None, info=None, comment=None, **kw)",
         "create_unique_constraint(constraint_name, columns, *, deferrable=None, initially=None, info=None, "
         "comment=None, **kw)",
         create_unique_constraint},
        {"create_check_constraint(constraint_name, table_name, condition, schema=None, *, deferrable=None, "
         "initially=None, info=None, comment=None, **kw)",
         "create_check_constraint(constraint_name, condition, *, deferrable=None, initially=None, info=None, "
         "comment=None, **kw)",
         create_check_constraint},
        {"create_exclude_constraint(constraint_name, table_name, *elements, where=None, schema=None, deferrable=None, "
         "initially=None, using=None, ops=None, **kw)",
         "create_exclude_constraint(constraint_name, *elements, where=None, deferrable=None, initially=None, "
         "using=None, ops=None, **kw)",
         create_exclude_constraint},
        {"create_foreign_key(constraint_name, source_table, referent_table, local_cols, remote_cols, onupdate=None, "
         "ondelete=None, deferrable=None, initially=None, match=None, source_schema=None, referent_schema=None, *, "
         "use_alter=False, link_to_name=False, info=None, comment=None, **kw)",
         "create_foreign_key(constraint_name, referent_table, local_cols, remote_cols, referent_schema=None, "
         "onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, *, use_alter=False, "
         "link_to_name=False, info=None, comment=None, **kw)",
         create_foreign_key},
        {"drop_constraint(constraint_name, table_name, type_=None, schema=None, *, if_exists=None)",
         "drop_constraint(constraint_name, type_=None)",
         drop_constraint},
    };
    return rows;
}

} // namespace alembicore::sqlalchemy
