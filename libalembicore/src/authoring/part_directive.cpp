#include "authoring/part_directive.hpp"

#include "authoring/schema_terms.hpp"
#include "authoring/sql_argument.hpp"

#include <utility>

namespace alembicore::authoring {

namespace {

void add_index_options(std::vector<term>& to, schema::index const& index) {
    if (!index.method.empty())
        to.push_back(named("postgresql_using", literal(index.method)));
    if (!index.include.empty())
        to.push_back(named("postgresql_include", names_term(index.include)));
    if (index.nulls_not_distinct)
        to.push_back(named("postgresql_nulls_not_distinct", truth(*index.nulls_not_distinct)));
    if (!index.with.empty()) {
        std::vector<std::pair<std::string, term>> parameters;
        for (auto const& [name, value] : index.with)
            parameters.emplace_back(name, literal(value));
        to.push_back(named("postgresql_with", dictionary(std::move(parameters))));
    }
    if (index.tablespace)
        to.push_back(named("postgresql_tablespace", name_term(*index.tablespace)));
    if (index.where)
        to.push_back(named("postgresql_where", sql_text(sql_of(*index.where))));
    if (index.concurrently)
        to.push_back(named("postgresql_concurrently", truth(true)));
}

std::optional<term> directive_of(schema::qualified_name const& table, schema::primary_key const& key) {
    if (!key.include.empty() || key.checked.deferrable || key.checked.initially)
        return std::nullopt;
    std::vector<term> arguments{name_term(key.name), name_term(table.name), names_term(key.columns)};
    add_schema(arguments, table);
    return call("op.create_primary_key", std::move(arguments));
}

std::optional<term> directive_of(schema::qualified_name const& table, schema::unique_constraint const& unique) {
    std::vector<term> arguments{name_term(unique.name), name_term(table.name), names_term(unique.columns)};
    add_schema(arguments, table);
    add_options(arguments, unique);
    return call("op.create_unique_constraint", std::move(arguments));
}

std::optional<term> directive_of(schema::qualified_name const& table, schema::check_constraint const& check) {
    std::vector<term> arguments{name_term(check.name), name_term(table.name), sql_literal(sql_of(check.condition))};
    add_schema(arguments, table);
    add_check_time(arguments, check.checked);
    if (check.not_valid)
        arguments.push_back(named("postgresql_not_valid", truth(true)));
    return call("op.create_check_constraint", std::move(arguments));
}

std::optional<term> directive_of(schema::qualified_name const& table, schema::foreign_key const& key) {
    std::vector<term> arguments{
        name_term(key.name),
        name_term(table.name),
        name_term(key.referred.name),
        names_term(key.columns),
        names_term(key.referred_columns)};
    add_schema(arguments, table, "source_schema");
    add_schema(arguments, key.referred, "referent_schema");
    add_options(arguments, key);
    return call("op.create_foreign_key", std::move(arguments));
}

std::optional<term> directive_of(schema::qualified_name const& table, schema::exclude_constraint const& exclude) {
    // The directive makes a table of the columns, and takes nothing else.
    for (auto const& each : exclude.elements)
        if (each.value.kind != schema::expression_kind::column)
            return std::nullopt;
    std::vector<term> arguments{name_term(exclude.name), name_term(table.name)};
    for (auto& each : element_terms(exclude))
        arguments.push_back(std::move(each));
    add_schema(arguments, table);
    add_options(arguments, exclude);
    return call("op.create_exclude_constraint", std::move(arguments));
}

} // namespace

void add_presence(std::vector<term>& to, std::string const& keyword, operation::presence said) {
    if (said == operation::presence::optional)
        to.push_back(named(keyword, truth(true)));
}

term index_directive(schema::index const& index, operation::presence if_not_exists) {
    std::vector<term> elements;
    std::vector<std::pair<std::string, term>> classes;
    for (auto const& each : index.elements) {
        if (each.value.kind == schema::expression_kind::column) {
            elements.push_back(name_term(schema::identifier{.text = each.value.text, .quote = each.value.quote}));
            if (!each.operator_class.empty())
                classes.emplace_back(each.value.text, literal(each.operator_class));
            continue;
        }
        bool const labelled = each.value.kind == schema::expression_kind::label;
        auto const sql = sql_of(labelled ? each.value.operands.front() : each.value);
        elements.push_back(sql_text(each.operator_class.empty() ? sql : sql + ' ' + each.operator_class));
    }
    std::vector<term> arguments{
        name_term(index.name),
        name_term(index.table.name),
        list(std::move(elements)),
        named("unique", truth(index.unique))};
    add_schema(arguments, index.table);
    add_presence(arguments, "if_not_exists", if_not_exists);
    if (!classes.empty())
        arguments.push_back(named("postgresql_ops", dictionary(std::move(classes))));
    add_index_options(arguments, index);
    return call("op.create_index", std::move(arguments));
}

std::optional<term> constraint_directive(schema::qualified_name const& table, schema::constraint const& added) {
    return std::visit([&](auto const& chosen) { return directive_of(table, chosen); }, added);
}

} // namespace alembicore::authoring
