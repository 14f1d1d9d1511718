#include "authoring/schema_terms.hpp"

#include "authoring/sql_argument.hpp"
#include "authoring/type_term.hpp"

#include <algorithm>

namespace alembicore::authoring {

namespace {

using schema::type_family;

bool is_integer(type_family family) {
    return family == type_family::integer || family == type_family::big_integer || family == type_family::small_integer;
}

/// What becomes SERIAL, or one of its sizes.
term serial_term(type_family family) {
    if (family == type_family::big_integer)
        return call("sa.BigInteger", {});
    return call(family == type_family::small_integer ? "sa.SmallInteger" : "sa.Integer", {});
}

void add_include(std::vector<term>& to, std::vector<schema::identifier> const& columns) {
    if (!columns.empty())
        to.push_back(named("postgresql_include", names_term(columns)));
}

void add_phrase(std::vector<term>& to, std::string const& keyword, std::optional<std::string> const& phrase) {
    if (phrase)
        to.push_back(named(keyword, literal(*phrase)));
}

void add_name(std::vector<term>& to, std::optional<schema::object_name> const& name) {
    if (name)
        to.push_back(named("name", name_term(*name)));
}

/// An integer that is the whole key is a serial one, unless that is said not to be so.
void add_autoincrement(std::vector<term>& to, schema::column const& column, column_surroundings const& around) {
    bool const is_key = around.key.size() == 1 && around.key.front() == column.name;
    if (column.serial)
        to.push_back(named("autoincrement", truth(true)));
    else if (is_key && is_integer(column.type.family) && !column.default_value && !column.identity && !column.computed)
        to.push_back(named("autoincrement", truth(false)));
}

/// An expression has its operator class behind it; a column's is an option.
std::string with_class(schema::exclude_element const& element) {
    auto text = sql_of(element.value);
    return element.operator_class.empty() ? text : text + ' ' + element.operator_class;
}

term term_of(schema::primary_key const& key) {
    std::vector<term> arguments;
    for (auto const& each : key.columns)
        arguments.push_back(name_term(each));
    add_name(arguments, key.name);
    add_check_time(arguments, key.checked);
    add_include(arguments, key.include);
    return call("sa.PrimaryKeyConstraint", std::move(arguments));
}

term term_of(schema::unique_constraint const& unique) {
    std::vector<term> arguments;
    for (auto const& each : unique.columns)
        arguments.push_back(name_term(each));
    add_name(arguments, unique.name);
    add_options(arguments, unique);
    return call("sa.UniqueConstraint", std::move(arguments));
}

/// `schema.table.column`
std::string dotted(schema::qualified_name const& table, schema::identifier const& column) {
    auto const whole = table.name.text + '.' + column.text;
    return table.schema ? table.schema->text + '.' + whole : whole;
}

term term_of(schema::foreign_key const& key) {
    std::vector<term> referred;
    for (auto const& each : key.referred_columns)
        referred.push_back(literal(dotted(key.referred, each)));
    std::vector<term> arguments{names_term(key.columns), list(std::move(referred))};
    add_name(arguments, key.name);
    add_options(arguments, key);
    if (key.apart)
        arguments.push_back(named("use_alter", truth(true)));
    return call("sa.ForeignKeyConstraint", std::move(arguments));
}

term term_of(schema::check_constraint const& check) {
    std::vector<term> arguments{sql_literal(sql_of(check.condition))};
    add_name(arguments, check.name);
    add_check_time(arguments, check.checked);
    if (check.not_valid)
        arguments.push_back(named("postgresql_not_valid", truth(true)));
    return call("sa.CheckConstraint", std::move(arguments));
}

term term_of(schema::exclude_constraint const& exclude) {
    auto arguments = element_terms(exclude);
    add_name(arguments, exclude.name);
    add_options(arguments, exclude);
    return call("postgresql.ExcludeConstraint", std::move(arguments));
}

} // namespace

term name_term(schema::identifier const& name) {
    if (name.quote)
        return call("sa.sql.quoted_name", {literal(name.text), truth(*name.quote)});
    return literal(name.text);
}

term name_term(schema::object_name const& name) {
    if (name.origin == schema::name_origin::generated)
        return call("op.f", {name_term(name.name)});
    return name_term(name.name);
}

term name_term(std::optional<schema::object_name> const& name) {
    return name ? name_term(*name) : word("None");
}

term names_term(std::vector<schema::identifier> const& names) {
    std::vector<term> items;
    for (auto const& each : names)
        items.push_back(name_term(each));
    return list(std::move(items));
}

void add_schema(std::vector<term>& to, schema::qualified_name const& of, std::string const& keyword) {
    if (of.schema)
        to.push_back(named(keyword, name_term(*of.schema)));
}

term value_term(schema::expression const& value) {
    if (value.kind == schema::expression_kind::string)
        return literal(value.text);
    return sql_text(sql_of(value));
}

term column_term(schema::column const& column, column_surroundings const& around, modules_needed& needed) {
    std::vector<term> arguments{
        name_term(column.name), column.serial ? serial_term(column.type.family) : type_term(column.type, needed)};
    if (column.computed)
        arguments.push_back(
            call("sa.Computed", {sql_literal(sql_of(column.computed->value)), named("persisted", truth(true))})
        );
    if (column.identity)
        arguments.push_back(identity_term(*column.identity));
    for (auto const& check : column.checks)
        arguments.push_back(term_of(check));
    if (column.default_value)
        arguments.push_back(named("server_default", value_term(*column.default_value)));
    add_autoincrement(arguments, column, around);
    arguments.push_back(named("nullable", truth(column.nullable)));
    if (column.comment)
        arguments.push_back(named("comment", literal(*column.comment)));
    return call("sa.Column", std::move(arguments));
}

void add_series(std::vector<term>& to, schema::number_series const& series) {
    auto const add = [&](std::string const& name, std::optional<std::string> const& value) {
        if (value)
            to.push_back(named(name, word(*value)));
    };
    add("start", series.start);
    add("increment", series.increment);
    add("minvalue", series.minvalue);
    add("maxvalue", series.maxvalue);
    if (series.no_minvalue)
        to.push_back(named("nominvalue", truth(true)));
    if (series.no_maxvalue)
        to.push_back(named("nomaxvalue", truth(true)));
    if (series.cycle)
        to.push_back(named("cycle", truth(*series.cycle)));
    add("cache", series.cache);
}

term identity_term(schema::identity const& identity) {
    std::vector<term> arguments{named("always", truth(identity.always))};
    add_series(arguments, identity.series);
    return call("sa.Identity", std::move(arguments));
}

void add_check_time(std::vector<term>& to, schema::check_time const& checked) {
    if (checked.deferrable)
        to.push_back(named("deferrable", truth(*checked.deferrable)));
    add_phrase(to, "initially", checked.initially);
}

void add_options(std::vector<term>& to, schema::foreign_key const& key) {
    add_phrase(to, "onupdate", key.on_update);
    add_phrase(to, "ondelete", key.on_delete);
    add_check_time(to, key.checked);
    add_phrase(to, "match", key.match);
    if (key.not_valid)
        to.push_back(named("postgresql_not_valid", truth(true)));
}

void add_options(std::vector<term>& to, schema::unique_constraint const& unique) {
    add_check_time(to, unique.checked);
    add_include(to, unique.include);
    if (unique.nulls_not_distinct)
        to.push_back(named("postgresql_nulls_not_distinct", truth(*unique.nulls_not_distinct)));
}

void add_options(std::vector<term>& to, schema::exclude_constraint const& exclude) {
    to.push_back(named("using", literal(exclude.method)));
    std::vector<std::pair<std::string, term>> classes;
    for (auto const& each : exclude.elements)
        if (each.value.kind == schema::expression_kind::column && !each.operator_class.empty())
            classes.emplace_back(each.value.text, literal(each.operator_class));
    if (!classes.empty())
        to.push_back(named("ops", dictionary(std::move(classes))));
    if (exclude.where)
        to.push_back(named("where", sql_text(sql_of(*exclude.where))));
    add_check_time(to, exclude.checked);
}

std::vector<term> element_terms(schema::exclude_constraint const& exclude) {
    std::vector<term> terms;
    for (auto const& each : exclude.elements) {
        auto value = each.value.kind == schema::expression_kind::column ? call("sa.column", {literal(each.value.text)})
                                                                        : sql_text(with_class(each));
        terms.push_back({.head = {}, .open = "(", .items = {std::move(value), literal(each.operator_)}, .close = ")"});
    }
    return terms;
}

term constraint_term(schema::constraint const& constraint) {
    return std::visit([](auto const& chosen) { return term_of(chosen); }, constraint);
}

} // namespace alembicore::authoring
