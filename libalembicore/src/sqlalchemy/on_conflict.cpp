// ON CONFLICT of PostgreSQL's insert().
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

/// The columns or expressions of the index that decides.
expression index_elements(evaluation& run, python::value const& given) {
    expression group{.kind = expression_kind::group};
    for (auto const& each : run.collect(given)) {
        if (auto const name = identifier_of(each))
            group.operands.push_back(schema::column_reference(*name));
        else
            group.operands.push_back(coerce(run, each)->node());
    }
    return group;
}

std::vector<expression> conflict_target(evaluation& run, bound_arguments const& given) {
    std::vector<expression> target{schema::sql_text(" ON CONFLICT")};
    if (!given["constraint"].is_none()) {
        target.push_back(schema::sql_text(" ON CONSTRAINT "));
        target.push_back(schema::column_reference(required_identifier(given, "constraint")));
        return target;
    }
    if (given["index_elements"].is_none())
        return target;
    target.push_back(schema::sql_text(" "));
    target.push_back(index_elements(run, given["index_elements"]));
    if (!given["index_where"].is_none()) {
        target.push_back(schema::sql_text(" WHERE "));
        target.push_back(condition_of(run, given["index_where"])->node());
    }
    return target;
}

std::vector<expression> assignments(evaluation& run, from_value const& table, bound_arguments const& given) {
    auto const* set = given["set_"].mapping();
    if (set == nullptr)
        throw given.refusal("set_", "not a dict");
    if (set->empty())
        throw python::value_error("set parameter dictionary must not be empty");
    auto const values = read_values(run, table, *set);
    std::vector<expression> assigned;
    for (auto const* column : ordered_columns(table, values))
        assigned.push_back(
            {.kind = expression_kind::sequence,
             .text = " = ",
             .operands = {schema::column_reference(column->name), value_of(values, *column)}}
        );
    return assigned;
}

} // namespace

conflict_clause read_conflict(evaluation& run, from_value const& table, bound_arguments const& given, bool updates) {
    if (given["constraint"].as_object() != nullptr && !identifier_of(given["constraint"]))
        throw given.refusal("constraint", "not a name");
    if (!given["constraint"].is_none() && !given["index_elements"].is_none())
        throw python::value_error("'constraint' and 'index_elements' are mutually exclusive");
    conflict_clause clause{.target = conflict_target(run, given)};
    if (!updates)
        return clause;
    if (clause.target.size() == 1)
        throw python::value_error(
            "Either constraint or index_elements, but not both, must be specified unless DO NOTHING"
        );
    clause.set = assignments(run, table, given);
    if (!given["where"].is_none())
        clause.conditions.push_back(condition_of(run, given["where"]));
    return clause;
}

python::value make_excluded(from_value const& table) {
    auto const* plain = dynamic_cast<table_source const*>(table.source().get());
    if (plain == nullptr)
        throw python::not_evaluable("excluded of this table");
    auto const named = std::make_shared<from_value>(std::make_shared<alias_source const>(
        table.source(), alias_name{schema::identifier{"excluded", std::nullopt}, ""}
    ));
    return column_collection_of(named);
}

} // namespace alembicore::sqlalchemy
