// insert, update, delete.
#include "sqlalchemy/dml.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select.hpp"
#include "sqlalchemy/text.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

/// The column of a key of values(): a name, or a column.
std::string key_text(evaluation& run, python::value const& key) {
    return column_name(run, key).text;
}

table_column const& required_column(table_value const& table, std::string const& name) {
    if (auto const* column = table.find(name))
        return *column;
    throw sqlalchemy_error("CompileError", "Unconsumed column names: " + name);
}

assigned_values read_values(evaluation& run, table_value const& table, python::dict_table const& given) {
    assigned_values read;
    given.for_each([&](python::value const& key, python::value const& value) {
        auto const name = key_text(run, key);
        auto const& column = required_column(table, name);
        std::erase_if(read, [&](auto const& each) { return each.first == name; });
        read.emplace_back(name, coerce(run, value, column.type)->alone());
    });
    return read;
}

/// The columns that values are given for, in the order of the table.
std::vector<table_column const*> ordered_columns(table_value const& table, assigned_values const& values) {
    std::vector<table_column const*> ordered;
    for (auto const& column : table.columns())
        for (auto const& [name, ignored] : values)
            if (name == column.name.text)
                ordered.push_back(&column);
    return ordered;
}

expression const& value_of(assigned_values const& values, table_column const& column) {
    return std::find_if(
               values.begin(), values.end(), [&](auto const& each) { return each.first == column.name.text; }
    )->second;
}

void refuse_client_defaults(table_value const& table, assigned_values const& values, bool table_column::*filled) {
    for (auto const& column : table.columns())
        if (column.*filled && std::none_of(values.begin(), values.end(), [&](auto const& each) {
                return each.first == column.name.text;
            }))
            throw python::not_evaluable(
                "column \"" + column.name.text + "\" is filled by Python code where the statement leaves it out",
                "give the column a value"
            );
}

expression insert_head(table_value const& table, std::vector<table_column const*> const& columns) {
    expression head{.kind = expression_kind::insert_into, .table = table.name()};
    for (auto const* column : columns)
        head.operands.push_back(schema::column_reference(column->name));
    return head;
}

expression clause(std::string words, std::vector<expression> operands) {
    return {.kind = expression_kind::clause, .text = std::move(words), .operands = std::move(operands)};
}

expression group_of(assigned_values const& values, std::vector<table_column const*> const& columns) {
    expression group{.kind = expression_kind::group};
    for (auto const* column : columns)
        group.operands.push_back(value_of(values, *column));
    return group;
}

/// RETURNING the primary key, where the server makes a part of it.
void return_generated_key(table_value const& table, assigned_values const& values, expression& statement) {
    std::vector<expression> keys;
    bool made_by_server = false;
    for (auto const& column : table.columns()) {
        if (!column.primary_key)
            continue;
        keys.push_back(table.column(column)->node());
        made_by_server |= std::none_of(values.begin(), values.end(), [&](auto const& each) {
            return each.first == column.name.text;
        });
    }
    if (made_by_server)
        statement.operands.push_back(clause(" RETURNING ", std::move(keys)));
}

expression where_clause(std::vector<expression_pointer> const& conditions) {
    return clause(" WHERE ", {join_conditions(conditions, operators::and_)->node()});
}

/// Other tables that an UPDATE or DELETE names.
std::vector<expression> other_tables(table_value const& table, expression const& statement) {
    auto sources = named_tables(statement);
    std::erase_if(sources, [&](expression const& source) {
        return source.table == table.name() && source.alias == table.alias();
    });
    return sources;
}

/// Keyword and positional arguments of values().
python::value with_values(std::shared_ptr<dml_value const> const& self, evaluation& run, bound_arguments const& given) {
    auto changed = std::make_shared<dml_value>(*self);
    auto const add = [&](python::dict_table const& table) {
        for (auto& each : read_values(run, *self->table(), table)) {
            std::erase_if(changed->values, [&](auto const& old) { return old.first == each.first; });
            changed->values.push_back(std::move(each));
        }
    };
    for (auto const& each : given.rest()) {
        if (each.mapping() != nullptr)
            add(*each.mapping());
        else if (auto const* rows = each.items(); rows != nullptr && self->kind() == dml_kind::insert)
            for (auto const& row : *rows) {
                if (row.mapping() == nullptr)
                    throw python::not_evaluable("rows that are no dicts in values()", "write dicts");
                changed->rows.push_back(read_values(run, *self->table(), *row.mapping()));
            }
        else
            throw python::not_evaluable("this argument of values()", "write a dict or keywords");
    }
    if (!given.keywords().empty())
        add(given.keywords());
    return changed;
}

python::value with_where(std::shared_ptr<dml_value const> const& self, evaluation& run, bound_arguments const& given) {
    auto changed = std::make_shared<dml_value>(*self);
    for (auto const& each : given.rest())
        changed->conditions.push_back(condition_of(run, each));
    return changed;
}

python::value
with_returning(std::shared_ptr<dml_value const> const& self, evaluation& run, bound_arguments const& given) {
    auto changed = std::make_shared<dml_value>(*self);
    for (auto const& each : given.rest())
        changed->returned.push_back(coerce(run, each)->node());
    return changed;
}

python::value from_select(std::shared_ptr<dml_value const> const& self, evaluation& run, bound_arguments const& given) {
    auto changed = std::make_shared<dml_value>(*self);
    changed->selected_columns = column_names(run, given["names"]);
    changed->selected = statement_node(run, given["select"]);
    if (!changed->selected)
        throw given.refusal("select", "not a SELECT");
    return changed;
}

/// ON CONFLICT (columns) … of PostgreSQL's own insert().
expression conflict_target(evaluation& run, bound_arguments const& given) {
    expression target = clause(" ON CONFLICT", {});
    if (!given["constraint"].is_none()) {
        target.operands = {
            clause(" ON CONSTRAINT ", {schema::column_reference(required_identifier(given, "constraint"))})};
        target.text = " ON CONFLICT";
    } else if (!given["index_elements"].is_none()) {
        expression columns{.kind = expression_kind::group};
        for (auto const& name : column_names(run, given["index_elements"]))
            columns.operands.push_back(schema::column_reference(name));
        target = clause(" ON CONFLICT ", {std::move(columns)});
    }
    if (!given["index_where"].is_none())
        throw given.refusal("index_where", "not known natively");
    return target;
}

python::value do_nothing(std::shared_ptr<dml_value const> const& self, evaluation& run, bound_arguments const& given) {
    auto changed = std::make_shared<dml_value>(*self);
    changed->on_conflict = {conflict_target(run, given), schema::sql_text(" DO NOTHING")};
    return changed;
}

python::value do_update(std::shared_ptr<dml_value const> const& self, evaluation& run, bound_arguments const& given) {
    auto changed = std::make_shared<dml_value>(*self);
    if (given["set_"].mapping() == nullptr)
        throw given.refusal("set_", "not a dict");
    if (!given["where"].is_none())
        throw given.refusal("where", "not known natively");
    auto const values = read_values(run, *self->table(), *given["set_"].mapping());
    std::vector<expression> assignments;
    for (auto const* column : ordered_columns(*self->table(), values))
        assignments.push_back(
            {.kind = expression_kind::sequence,
             .text = " = ",
             .operands = {schema::column_reference(column->name), value_of(values, *column)}}
        );
    changed->on_conflict = {conflict_target(run, given), clause(" DO UPDATE SET ", std::move(assignments))};
    return changed;
}

using dml_method = python::value (*)(std::shared_ptr<dml_value const> const&, evaluation&, bound_arguments const&);

struct method_row {
    std::string_view name;
    std::string_view declared;
    dml_method code;
};

python::value unchanged(std::shared_ptr<dml_value const> const& self, evaluation&, bound_arguments const&) {
    return std::const_pointer_cast<dml_value>(self);
}

constexpr method_row methods[] = {
    {"values", "values(*args, **kwargs)", with_values},
    {"where", "where(*whereclause)", with_where},
    {"returning", "returning(*cols)", with_returning},
    {"from_select", "from_select(names, select, include_defaults=True)", from_select},
    {"on_conflict_do_nothing",
     "on_conflict_do_nothing(constraint=None, index_elements=None, index_where=None)",
     do_nothing},
    {"on_conflict_do_update",
     "on_conflict_do_update(constraint=None, index_elements=None, index_where=None, set_=None, where=None)",
     do_update},
    {"execution_options", "execution_options(**kw)", unchanged},
};

} // namespace

expression dml_value::insert_node() const {
    expression statement{.kind = expression_kind::select};
    if (selected) {
        expression head{.kind = expression_kind::insert_into, .table = table_->name()};
        for (auto const& name : selected_columns)
            head.operands.push_back(schema::column_reference(name));
        statement.operands = {std::move(head), schema::sql_text(" "), *selected};
    } else if (!rows.empty()) {
        auto const columns = ordered_columns(*table_, rows.front());
        std::vector<expression> groups;
        for (auto const& row : rows) {
            refuse_client_defaults(*table_, row, &table_column::default_by_client);
            if (ordered_columns(*table_, row) != columns)
                throw python::not_evaluable(
                    "rows with different columns in one INSERT", "give all rows the same columns"
                );
            groups.push_back(group_of(row, columns));
        }
        statement.operands = {insert_head(*table_, columns), clause(" VALUES ", std::move(groups))};
    } else {
        refuse_client_defaults(*table_, values, &table_column::default_by_client);
        auto const columns = ordered_columns(*table_, values);
        if (columns.empty())
            throw python::not_evaluable("an INSERT without values", "give it values");
        statement.operands = {insert_head(*table_, columns), clause(" VALUES ", {group_of(values, columns)})};
    }
    statement.operands.insert(statement.operands.end(), on_conflict.begin(), on_conflict.end());
    if (!returned.empty())
        statement.operands.push_back(clause(" RETURNING ", returned));
    else if (rows.empty() && !selected && on_conflict.empty())
        return_generated_key(*table_, values, statement);
    return statement;
}

expression dml_value::update_node() const {
    refuse_client_defaults(*table_, values, &table_column::updated_by_client);
    expression statement{.kind = expression_kind::select};
    std::vector<expression> assignments;
    for (auto const* column : ordered_columns(*table_, values))
        assignments.push_back(
            {.kind = expression_kind::assignment,
             .operands = {schema::column_reference(column->name), value_of(values, *column)}}
        );
    if (assignments.empty())
        throw python::not_evaluable("an UPDATE without values", "give it values");
    statement.operands = {clause("UPDATE ", {table_->source()}), clause(" SET ", std::move(assignments))};
    if (!conditions.empty()) {
        auto where = where_clause(conditions);
        if (auto others = other_tables(*table_, where); !others.empty())
            statement.operands.push_back(clause(" FROM ", std::move(others)));
        statement.operands.push_back(std::move(where));
    }
    if (!returned.empty())
        statement.operands.push_back(clause(" RETURNING ", returned));
    return statement;
}

expression dml_value::delete_node() const {
    expression statement{.kind = expression_kind::select};
    statement.operands = {clause("DELETE FROM ", {table_->source()})};
    if (!conditions.empty()) {
        auto where = where_clause(conditions);
        if (auto others = other_tables(*table_, where); !others.empty())
            statement.operands.push_back(clause(" USING ", std::move(others)));
        statement.operands.push_back(std::move(where));
    }
    if (!returned.empty())
        statement.operands.push_back(clause(" RETURNING ", returned));
    return statement;
}

expression dml_value::node() const {
    auto statement = kind_ == dml_kind::insert   ? insert_node()
                     : kind_ == dml_kind::update ? update_node()
                                                 : delete_node();
    if (kind_ == dml_kind::insert)
        return correlate(std::move(statement), {});
    return correlate(std::move(statement), {table_->source()});
}

std::optional<python::value> dml_value::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<dml_value const>(shared_from_this());
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, code = row.code](evaluation& run, bound_arguments const& given) {
                    return code(self, run, given);
                },
                python::effect::none
            );
    refuse("using ." + std::string{name} + " of");
}

expression insert_row(evaluation& run, table_value const& table, python::dict_table const& row) {
    row.for_each([&](python::value const& key, python::value const& value) {
        if (key.text() && table.find(*key.text()) == nullptr)
            throw python::python_error("KeyError", run.repr(key));
        if (auto const expression = value.as<expression_value>();
            expression && expression->node().kind != expression_kind::string &&
            expression->node().kind != expression_kind::number && expression->node().kind != expression_kind::boolean &&
            expression->node().kind != expression_kind::null)
            throw sqlalchemy_error(
                "CompileError", "Could not render literal value; see parent stack trace for more detail."
            );
    });
    auto const values = read_values(run, table, row);
    refuse_client_defaults(table, values, &table_column::default_by_client);
    auto const columns = ordered_columns(table, values);
    if (columns.empty())
        throw python::not_evaluable("a row without values", "give it values");
    return {
        .kind = expression_kind::select,
        .operands = {insert_head(table, columns), clause(" VALUES ", {group_of(values, columns)})}};
}

python::value make_insert(table_pointer table) {
    return std::make_shared<dml_value>(dml_kind::insert, std::move(table));
}

python::value make_update(table_pointer table) {
    return std::make_shared<dml_value>(dml_kind::update, std::move(table));
}

python::value make_delete(table_pointer table) {
    return std::make_shared<dml_value>(dml_kind::delete_, std::move(table));
}

} // namespace alembicore::sqlalchemy
