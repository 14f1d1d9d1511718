// INSERT, UPDATE and DELETE resolved.
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/select_state.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;

expression clause(std::string_view words, std::vector<expression> operands) {
    return {.kind = expression_kind::clause, .text = std::string{words}, .operands = std::move(operands)};
}

bool has_value(assigned_values const& values, table_column const& column) {
    return std::ranges::find(values, column.name.text, &assigned_value::name) != values.end();
}

void refuse_client_defaults(
    std::vector<table_column> const& columns, assigned_values const& values, bool table_column::*filled
) {
    for (auto const& column : columns)
        if (column.*filled && !has_value(values, column))
            throw python::not_evaluable(
                "column \"" + column.name.text + "\" is filled by Python code where the statement leaves it out",
                "give the column a value"
            );
}

expression group_of(assigned_values const& values, std::vector<table_column const*> const& columns, resolution& in) {
    expression group{.kind = expression_kind::group};
    for (auto const* column : columns) {
        if (!has_value(values, *column))
            throw sqlalchemy_error(
                "CompileError",
                "INSERT value for column " + column->name.text +
                    " is explicitly rendered as a boundparameter in the VALUES clause; a Python-side value or SQL "
                    "expression is required"
            );
        group.operands.push_back(in.resolve(value_of(values, *column)));
    }
    return group;
}

expression insert_head(dml_state const& state, std::vector<schema::identifier> const& names) {
    auto const* table = dynamic_cast<table_source const*>(state.table->source().get());
    if (table == nullptr)
        throw python::not_evaluable("INSERT into what is not a table", "insert into the table");
    expression head{.kind = expression_kind::insert_into, .table = table->name()};
    for (auto const& name : names)
        head.operands.push_back(schema::column_reference(name));
    return head;
}

std::vector<schema::identifier> names_of(std::vector<table_column const*> const& columns) {
    std::vector<schema::identifier> names;
    for (auto const* column : columns)
        names.push_back(column->name);
    return names;
}

/// Whether the statement asks the server for what it makes of the primary key.
bool asks_for_key(dml_state const& state) {
    return state.kind == dml_kind::insert && state.returned.empty() && state.rows.empty() && !state.selected &&
           !state.inline_;
}

void return_generated_key(
    dml_state const& state, std::vector<inserted_key_column> const& key, resolution& in, expression& statement
) {
    std::vector<expression_pointer> returned;
    for (auto const& column : key)
        if (column.returned)
            returned.push_back(state.table->column(*state.table->find(column.name)));
    if (!returned.empty())
        statement.operands.push_back(clause(" RETURNING ", labelled_columns(returned, false, in)));
}

void add_conflict(conflict_clause const& conflict, resolution& in, expression& statement) {
    for (auto const& part : conflict.target)
        statement.operands.push_back(in.resolve_bare(part));
    if (!conflict.set) {
        statement.operands.push_back(schema::sql_text(" DO NOTHING"));
        return;
    }
    statement.operands.push_back(clause(" DO UPDATE SET ", in.resolve(*conflict.set)));
    if (auto where = all_conditions(conflict.conditions, in))
        statement.operands.push_back(clause(" WHERE ", {std::move(*where)}));
}

/// Other tables that an UPDATE or DELETE names.
source_list other_sources(dml_state const& state) {
    source_list named;
    for (auto const& condition : state.conditions)
        add_sources(condition->node(), named);
    for (auto const& assigned : state.values)
        add_sources(assigned.value, named);
    source_list others;
    for (auto const& each : named)
        if (each != state.table->source() && !is_among(each, others))
            others.push_back(each);
    return others;
}

void add_words(dml_state const& state, resolution& in, std::string_view verb, expression& statement) {
    statement.operands.push_back(schema::sql_text(std::string{verb}));
    for (auto const& prefix : state.prefixes)
        statement.operands.push_back(prefix);
    for (auto const& table : state.with)
        static_cast<void>(table->listed(in));
}

} // namespace

void dml_query::add_insert(resolution& in, expression& statement) const {
    auto const& columns = state_.table->columns();
    if (!state_.prefixes.empty())
        throw python::not_evaluable("an INSERT with a prefix");
    for (auto const& table : state_.with)
        static_cast<void>(table->listed(in));
    if (state_.selected) {
        assigned_values named;
        for (auto const& name : state_.selected_columns)
            named.push_back({name.text, {}, std::nullopt});
        refuse_client_defaults(columns, named, &table_column::default_by_client);
        statement.operands.push_back(insert_head(state_, state_.selected_columns));
        statement.operands.push_back(schema::sql_text(" "));
        statement.operands.push_back(state_.selected->resolve(in, {}));
    } else {
        auto const rows = state_.rows.empty() ? std::vector<assigned_values>{state_.values} : state_.rows;
        auto const filled = ordered_columns(*state_.table, rows.front());
        if (filled.empty())
            throw python::not_evaluable("an INSERT without values", "give it values");
        std::vector<expression> groups;
        for (auto const& row : rows) {
            refuse_client_defaults(columns, row, &table_column::default_by_client);
            groups.push_back(group_of(row, filled, in));
        }
        statement.operands.push_back(insert_head(state_, names_of(filled)));
        statement.operands.push_back(clause(" VALUES ", std::move(groups)));
    }
    if (state_.on_conflict)
        add_conflict(*state_.on_conflict, in, statement);
}

void dml_query::add_where(resolution& in, expression& statement, std::string_view words, source_list const& others)
    const {
    if (!others.empty()) {
        std::vector<expression> listed;
        for (auto const& each : others)
            listed.push_back(each->listed(in));
        statement.operands.push_back(clause(words, std::move(listed)));
    }
    if (auto where = all_conditions(state_.conditions, in))
        statement.operands.push_back(clause(" WHERE ", {std::move(*where)}));
}

void dml_query::add_update(resolution& in, expression& statement) const {
    refuse_client_defaults(state_.table->columns(), state_.values, &table_column::updated_by_client);
    auto const others = other_sources(state_);
    add_words(state_, in, "UPDATE ", statement);
    statement.operands.push_back(state_.table->source()->listed(in));
    std::vector<expression> assignments;
    auto const add = [&](table_column const& column, expression const& value) {
        assignments.push_back(
            {.kind = expression_kind::assignment,
             .operands = {schema::column_reference(column.name), in.resolve(value)}}
        );
    };
    if (state_.in_given_order)
        for (auto const& assigned : state_.values)
            add(*state_.table->find(assigned.name), assigned.value);
    else
        for (auto const* column : ordered_columns(*state_.table, state_.values))
            add(*column, value_of(state_.values, *column));
    if (assignments.empty())
        throw python::not_evaluable("an UPDATE without values", "give it values");
    statement.operands.push_back(clause(" SET ", std::move(assignments)));
    add_where(in, statement, " FROM ", others);
}

void dml_query::add_delete(resolution& in, expression& statement) const {
    auto const others = other_sources(state_);
    add_words(state_, in, "DELETE ", statement);
    statement.operands.push_back(clause("FROM ", {state_.table->source()->listed(in)}));
    add_where(in, statement, " USING ", others);
}

expression dml_query::resolve(resolution& in, query_place) const {
    resolution::scope entered;
    bool const inner = !in.scopes.empty();
    if (state_.kind != dml_kind::insert) {
        entered.listed = other_sources(state_);
        entered.listed.push_back(state_.table->source());
        entered.correlated = entered.listed;
    }
    in.scopes.push_back(std::move(entered));
    expression statement{.kind = expression_kind::select};
    switch (state_.kind) {
    case dml_kind::insert:
        add_insert(in, statement);
        break;
    case dml_kind::update:
        add_update(in, statement);
        break;
    case dml_kind::delete_:
        add_delete(in, statement);
        break;
    }
    if (!state_.returned.empty())
        statement.operands.push_back(clause(" RETURNING ", labelled_columns(state_.returned, false, in)));
    else if (!inner)
        return_generated_key(state_, inserted_key(), in, statement);
    in.scopes.pop_back();
    return statement;
}

std::vector<inserted_key_column> dml_query::inserted_key() const {
    std::vector<inserted_key_column> key;
    for (auto const& column : state_.table->columns()) {
        if (!column.primary_key)
            continue;
        inserted_key_column made{.name = column.name.text, .position = column.key_position, .type = column.type};
        auto const assigned = std::ranges::find(state_.values, column.name.text, &assigned_value::name);
        bool const by_server = assigned == state_.values.end() ? column.generated : !assigned->bound;
        made.returned = by_server && asks_for_key(state_);
        if (assigned != state_.values.end())
            made.given = assigned->bound;
        key.push_back(std::move(made));
    }
    return key;
}

std::vector<table_column> dml_query::columns() const {
    return offered_columns(state_.returned);
}

sent_columns dml_query::sent() const {
    return sent_by_server(state_.returned);
}

} // namespace alembicore::sqlalchemy
