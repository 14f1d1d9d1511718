#include "sqlalchemy/execute.hpp"

#include "sqlalchemy/custom_clause.hpp"
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/literal.hpp"
#include "sqlalchemy/select.hpp"
#include "sqlalchemy/text.hpp"

#include <algorithm>
#include <memory>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using schema::expression;
using schema::expression_kind;

/// The literal that a server gets: a script has no other way to say it either.
expression for_server(expression literal) {
    if (literal.kind == expression_kind::by_reader)
        return for_server(std::move(literal.operands[1]));
    for (auto& operand : literal.operands)
        operand = for_server(std::move(operand));
    return literal;
}

expression parameter_node(evaluation& run, python::value const& given, type_pointer const& type, bool expanding) {
    if (!expanding)
        return for_server(literal_node(run, given, type));
    expression list{.kind = expression_kind::group};
    for (auto const& item : run.collect(given))
        list.operands.push_back(for_server(literal_node(run, item, type)));
    return list;
}

resolution::parameter_reader reader_of(evaluation& run, python::dict_table const* parameters) {
    if (parameters == nullptr)
        return {};
    return
        [&run,
         parameters](std::string const& name, type_pointer const& type, bool expanding) -> std::optional<expression> {
            auto const* given = parameters->find(std::string_view{name});
            if (given == nullptr)
                return std::nullopt;
            return parameter_node(run, *given, type, expanding);
        };
}

/// The names of binds that a statement has.
class bind_names {
public:
    [[nodiscard]] resolution::parameter_reader collecting(resolution::parameter_reader inner) {
        return [this, inner = std::move(inner)](std::string const& name, type_pointer const& type, bool expanding) {
            names_.insert(name);
            return inner(name, type, expanding);
        };
    }

    [[nodiscard]] bool contains(std::string const& name) const { return names_.contains(name); }

private:
    std::set<std::string> names_;
};

/// Parameters that name columns are values of the statement.
dml_state with_parameters(evaluation& run, dml_state state, python::dict_table const& parameters) {
    parameters.for_each([&](python::value const& key, python::value const& value) {
        auto const name = run.str(key);
        auto const* column = state.table->find(name);
        bool const assigned = std::ranges::find(state.values, name, &assigned_value::name) != state.values.end();
        if (column != nullptr && !assigned && state.kind != dml_kind::delete_)
            state.values.push_back({name, for_server(literal_node(run, value, column->type)), value});
    });
    return state;
}

expression resolve_dml(evaluation& run, dml_value const& dml, python::dict_table const* parameters) {
    if (parameters == nullptr)
        return resolve_statement(*dml.rows());
    if (!dml.state().rows.empty())
        throw python::not_evaluable("parameters beside an INSERT of several rows", "put all values into values()");
    bind_names names;
    auto resolved = resolve_statement(
        dml_query{with_parameters(run, dml.state(), *parameters)}, names.collecting(reader_of(run, parameters))
    );
    parameters->for_each([&](python::value const& key, python::value const&) {
        auto const name = run.str(key);
        if (dml.state().table->find(name) == nullptr && !names.contains(name))
            throw python::not_evaluable(
                "the parameter '" + name + "' is neither a column nor a bind of the statement", "leave it out"
            );
    });
    return resolved;
}

expression resolve_one(evaluation& run, python::value const& statement, python::dict_table const* parameters) {
    if (auto const dml = statement.as<dml_value>())
        return resolve_dml(run, *dml, parameters);
    if (auto const rows = query_of(statement))
        return resolve_statement(*rows, reader_of(run, parameters));
    if (auto const text = statement.text())
        return resolve_statement(text_value{*text}.node(), reader_of(run, parameters));
    return resolve_statement(statement.as<expression_value>()->node(), reader_of(run, parameters));
}

bool is_statement(python::value const& given) {
    return given.as<dml_value>() || query_of(given) || given.text() || given.as<expression_value>();
}

python::dict_table const* required_dict(python::value const& given) {
    if (auto const* table = given.mapping())
        return table;
    throw sqlalchemy_error("ArgumentError", "List argument must consist only of dictionaries");
}

} // namespace

std::optional<std::vector<expression>>
executed_statements(evaluation& run, python::value const& statement, python::value const& parameters) {
    if (auto text = compiled_clause(run, statement); text && parameters.is_none())
        return std::vector{schema::sql_text(*std::move(text))};
    if (!is_statement(statement))
        return std::nullopt;
    std::vector<expression> resolved;
    if (auto const* sets = parameters.items(); sets != nullptr && !sets->empty())
        for (auto const& each : *sets)
            resolved.push_back(resolve_one(run, statement, required_dict(each)));
    else if (parameters.is_none() || sets != nullptr)
        resolved.push_back(resolve_one(run, statement, nullptr));
    else {
        auto const* set = required_dict(parameters);
        resolved.push_back(resolve_one(run, statement, set->empty() ? nullptr : set));
    }
    return resolved;
}

inserted_key key_of_insert(evaluation& run, python::value const& statement, python::value const& parameters) {
    auto const insert = statement.as<dml_value>();
    if (!insert || insert->state().kind != dml_kind::insert)
        return "Statement is not an insert() expression construct.";
    auto const* sets = parameters.items();
    if (sets != nullptr && sets->size() > 1)
        return "This statement was an executemany call; if primary key returning is supported, please use "
               ".inserted_primary_key_rows.";
    if (!insert->state().returned.empty())
        return "Can't call inserted_primary_key when returning() is used.";
    auto const& only = sets != nullptr && !sets->empty() ? sets->front() : parameters;
    auto state = insert->state();
    if (auto const* given = only.mapping())
        given->for_each([&](python::value const& key, python::value const& value) {
            auto const name = run.str(key);
            if (std::ranges::find(state.values, name, &assigned_value::name) == state.values.end())
                state.values.push_back({name, {}, value});
        });
    return dml_query{std::move(state)}.inserted_key();
}

sent_columns sent_by(python::value const& statement) {
    auto const dml = statement.as<dml_value>();
    auto const rows = dml ? dml->rows() : query_of(statement);
    return rows ? rows->sent() : sent_columns{};
}

void add_statements(python::module_registry& modules) {
    add_selectables(modules);
    add_selects(modules);
    add_set_operations(modules);
    add_values(modules);
    add_dml(modules);
    add_arrays(modules);
}

} // namespace alembicore::sqlalchemy
