// insert, update, delete.
#include "sqlalchemy/dml.hpp"

#include "sqlalchemy/cte.hpp"
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

table_column const& required_column(from_value const& table, std::string const& name) {
    if (auto const* column = table.find(name))
        return *column;
    throw sqlalchemy_error("CompileError", "Unconsumed column names: " + name);
}

/// The column of a key of values(): a name, or a column of this table.
std::string key_text(evaluation& run, from_value const& table, python::value const& key) {
    auto const column = key.as<expression_value>();
    if (column && column->node().part && column->node().part != table.source())
        throw python::not_evaluable(
            "a column of another table in values()", "name columns of the table that is changed"
        );
    return column_name(run, key).text;
}

/// Whether a value is sent beside the statement.
bool is_bound(python::value const& given) {
    auto const known = given.as<expression_value>();
    if (!known || given.as<bind_value>())
        return true;
    // literal(…)
    auto const kind = known->node().kind;
    return kind == expression_kind::string || kind == expression_kind::number || kind == expression_kind::by_reader;
}

assigned_value value_of_column(evaluation& run, python::value const& given, table_column const& column) {
    if (auto const inner = query_of(given))
        return {column.name.text, scalar_of(inner)->node(), std::nullopt};
    return {
        column.name.text,
        bound_value(run, given, column.type)->alone(),
        is_bound(given) ? std::optional{given} : std::nullopt};
}

void assign(assigned_values& to, assigned_value value) {
    std::erase_if(to, [&](auto const& each) { return each.name == value.name; });
    to.push_back(std::move(value));
}

/// Values in the order of the table's columns.
assigned_values read_row(evaluation& run, from_value const& table, std::vector<python::value> const& items) {
    assigned_values read;
    for (std::size_t at = 0; at < items.size() && at < table.columns().size(); ++at)
        assign(read, value_of_column(run, items[at], table.columns()[at]));
    return read;
}

assigned_values read_any_row(evaluation& run, from_value const& table, python::value const& row) {
    if (auto const* mapping = row.mapping())
        return read_values(run, table, *mapping);
    if (auto const* items = row.items())
        return read_row(run, table, *items);
    throw python::not_evaluable("this row in values()", "write dicts or tuples");
}

bool is_row(python::value const& given) {
    return given.mapping() != nullptr || given.items() != nullptr;
}

/// Keyword and positional arguments of values().
void add_values(dml_state& to, evaluation& run, bound_arguments const& given) {
    auto const add = [&](assigned_values const& values) {
        for (auto const& value : values)
            assign(to.values, value);
    };
    for (auto const& each : given.rest()) {
        auto const* items = each.items();
        if (items != nullptr && to.kind == dml_kind::insert && !items->empty() && is_row(items->front()))
            for (auto const& row : *items)
                to.rows.push_back(read_any_row(run, *to.table, row));
        else if (items != nullptr && to.kind == dml_kind::update)
            throw sqlalchemy_error("InvalidRequestError", "UPDATE construct does not support multiple parameter sets.");
        else
            add(read_any_row(run, *to.table, each));
    }
    if (!given.keywords().empty())
        add(read_values(run, *to.table, given.keywords()));
    if (!to.values.empty() && !to.rows.empty())
        throw sqlalchemy_error(
            "InvalidRequestError", "Can't mix single and multiple VALUES formats in one INSERT statement"
        );
}

/// ordered_values(("a", 1), ("b", 2))
void add_ordered(dml_state& to, evaluation& run, bound_arguments const& given) {
    to.in_given_order = true;
    for (auto const& each : given.rest()) {
        auto const* pair = each.items();
        if (pair == nullptr || pair->size() != 2)
            throw given.refusal("args", "not pairs of a column and a value");
        auto const name = key_text(run, *to.table, pair->front());
        to.values.push_back(value_of_column(run, pair->back(), required_column(*to.table, name)));
    }
}

void add_returned(dml_state& to, evaluation& run, bound_arguments const& given) {
    for (auto const& each : given.rest()) {
        if (auto const from = each.as<from_value>())
            for (auto const& column : from->columns())
                to.returned.push_back(from->column(column));
        else
            to.returned.push_back(coerce(run, each));
    }
}

void set_selected(dml_state& to, evaluation& run, bound_arguments const& given) {
    to.selected_columns = column_names(run, given["names"]);
    to.selected = query_of(given["select"]);
    if (!to.selected)
        throw given.refusal("select", "not a SELECT");
}

using dml_change = void (*)(dml_state&, evaluation&, bound_arguments const&);

struct method_row {
    std::string_view name;
    std::string_view declared;
    dml_change change;
};

constexpr method_row methods[] = {
    {"values", "values(*args, **kwargs)", add_values},
    {"ordered_values", "ordered_values(*args)", add_ordered},
    {"where",
     "where(*whereclause)",
     [](dml_state& to, evaluation& run, bound_arguments const& given) {
         for (auto const& each : given.rest())
             to.conditions.push_back(condition_of(run, each));
     }},
    {"returning", "returning(*cols, sort_by_parameter_order=False)", add_returned},
    {"from_select", "from_select(names, select, include_defaults=True)", set_selected},
    {"inline", "inline()", [](dml_state& to, evaluation&, bound_arguments const&) { to.inline_ = true; }},
    {"on_conflict_do_nothing",
     "on_conflict_do_nothing(constraint=None, index_elements=None, index_where=None)",
     [](dml_state& to, evaluation& run, bound_arguments const& given) {
         to.on_conflict = read_conflict(run, *to.table, given, false);
     }},
    {"on_conflict_do_update",
     "on_conflict_do_update(constraint=None, index_elements=None, index_where=None, set_=None, where=None)",
     [](dml_state& to, evaluation& run, bound_arguments const& given) {
         to.on_conflict = read_conflict(run, *to.table, given, true);
     }},
    {"prefix_with",
     "prefix_with(*prefixes, dialect='*')",
     [](dml_state& to, evaluation& run, bound_arguments const& given) {
         auto const dialect = given.optional_text("dialect");
         if (dialect && *dialect != "*" && *dialect != "postgresql")
             return;
         for (auto const& each : given.rest())
             to.prefixes.push_back(schema::sql_text(run.str(each) + ' '));
     }},
    {"add_cte",
     "add_cte(*ctes)",
     [](dml_state& to, evaluation& run, bound_arguments const& given) {
         for (auto const& each : given.rest())
             to.with.push_back(required_from(run, each)->source());
     }},
    {"execution_options", "execution_options(**kw)", [](dml_state&, evaluation&, bound_arguments const&) {}},
};

std::size_t bytes_of_copy(dml_state const& of) {
    auto bytes = sizeof(dml_state) + (of.conditions.size() + of.returned.size()) * sizeof(expression_pointer) +
                 of.values.size() * sizeof(assigned_value);
    for (auto const& row : of.rows)
        bytes += row.size() * sizeof(assigned_value);
    return bytes;
}

from_pointer required_target(evaluation& run, bound_arguments const& given) {
    return required_from(run, given["table"]);
}

} // namespace

assigned_values read_values(evaluation& run, from_value const& table, python::dict_table const& given) {
    assigned_values read;
    given.for_each([&](python::value const& key, python::value const& value) {
        auto const name = key_text(run, table, key);
        assign(read, value_of_column(run, value, required_column(table, name)));
    });
    return read;
}

std::vector<table_column const*> ordered_columns(from_value const& table, assigned_values const& values) {
    std::vector<table_column const*> ordered;
    for (auto const& column : table.columns())
        for (auto const& value : values)
            if (value.name == column.name.text)
                ordered.push_back(&column);
    return ordered;
}

expression const& value_of(assigned_values const& values, table_column const& column) {
    return std::ranges::find(values, column.name.text, &assigned_value::name)->value;
}

std::string dml_value::type_name() const {
    switch (state().kind) {
    case dml_kind::insert:
        return "Insert";
    case dml_kind::update:
        return "Update";
    case dml_kind::delete_:
        break;
    }
    return "Delete";
}

std::optional<python::value> dml_value::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<dml_value const>(shared_from_this());
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, change = row.change](evaluation& run, bound_arguments const& given) -> python::value {
                    run.charge_memory(bytes_of_copy(self->state()));
                    auto changed = self->state();
                    change(changed, run, given);
                    return std::make_shared<dml_value>(std::move(changed));
                },
                python::effect::none
            );
    if (name == "cte")
        return python::make_function(
            "cte(name=None, recursive=False, nesting=False)",
            [of = rows()](evaluation&, bound_arguments const& given) { return make_cte(of, given); },
            python::effect::none
        );
    if (name == "excluded" && state().kind == dml_kind::insert)
        return make_excluded(*state().table);
    if (name == "table")
        return python::value{state().table};
    refuse("using ." + std::string{name} + " of");
}

expression insert_row(evaluation& run, from_pointer const& table, python::dict_table const& row) {
    row.for_each([&](python::value const& key, python::value const& value) {
        if (key.text() && table->find(*key.text()) == nullptr)
            throw python::python_error("KeyError", run.repr(key));
        if (auto const expression = value.as<expression_value>();
            expression && expression->node().kind != expression_kind::string &&
            expression->node().kind != expression_kind::number && expression->node().kind != expression_kind::boolean &&
            expression->node().kind != expression_kind::null)
            throw sqlalchemy_error(
                "CompileError", "Could not render literal value; see parent stack trace for more detail."
            );
    });
    dml_state state{.kind = dml_kind::insert, .table = table, .inline_ = true};
    state.values = read_values(run, *table, row);
    return resolve_statement(dml_query{std::move(state)});
}

python::value make_dml(dml_kind kind, from_pointer table) {
    return std::make_shared<dml_value>(dml_state{.kind = kind, .table = std::move(table)});
}

void add_dml(python::module_registry& modules) {
    static constexpr std::pair<std::string_view, dml_kind> rows[] = {
        {"insert(table)", dml_kind::insert}, {"update(table)", dml_kind::update}, {"delete(table)", dml_kind::delete_}};
    for (auto const& [declared, kind] : rows) {
        auto const code = [kind = kind](evaluation& run, bound_arguments const& given) {
            return make_dml(kind, required_target(run, given));
        };
        for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"})
            modules.module(where).function(declared, code, python::effect::none);
        if (kind == dml_kind::insert)
            for (auto const* where : {"sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.postgresql.dml"})
                modules.module(where).function(declared, code, python::effect::none);
    }
}

} // namespace alembicore::sqlalchemy
