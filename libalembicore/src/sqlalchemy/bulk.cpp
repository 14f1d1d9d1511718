#include "sqlalchemy/bulk.hpp"

#include "sqlalchemy/client_defaults.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/errors.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;

/// The value of an attribute; null where a row has none.
using row_reader = std::function<python::value const*(std::string const& attribute)>;

row_reader reader_of(python::dict_table const& row) {
    return [&row](std::string const& attribute) { return row.find(std::string_view{attribute}); };
}

python::dict_table const& row_of(python::value const& mapping) {
    if (auto const* table = mapping.mapping())
        return *table;
    throw python::not_evaluable("a row that is not a dict");
}

std::optional<answer> perform_dml(evaluation& run, dml_state state) {
    return perform(run, operation::execute{.statement = resolve_statement(dml_query{std::move(state)})});
}

bool is_json(table_column const& column) {
    return column.type && column.type->definition().family == schema::type_family::json;
}

bool is_made_by_client(column_options const& options) {
    return options.default_kind == client_default::other || options.default_kind == client_default::sequence;
}

void insert_row(evaluation& run, model_class const& model, row_reader const& row, bulk_nulls nulls) {
    run.charge_steps(1);
    python::dict_table values;
    for (auto const& attribute : model.mapped_attributes()) {
        auto const& name = attribute.column.name.text;
        auto const* given = row(attribute.key);
        if (given != nullptr && (!given->is_none() || nulls == bulk_nulls::rendered))
            values.set(name, *given);
        else if (given != nullptr && is_json(attribute.column))
            throw python::not_evaluable("None for a JSON column in a bulk insert", "leave the key out, or give null()");
        else if (is_made_by_client(attribute.options))
            values.set(name, client_value(run, attribute.options.client_value));
    }
    dml_state state{.kind = dml_kind::insert, .table = model.table()};
    state.values = read_values(run, *model.table(), values);
    perform_dml(run, std::move(state));
}

/// One UPDATE; its number of rows where the server counted them. nullopt: there was nothing to set.
std::optional<std::uint64_t> update_row(evaluation& run, model_class const& model, row_reader const& row) {
    python::dict_table values;
    std::vector<expression_pointer> conditions;
    for (auto const& attribute : model.mapped_attributes()) {
        auto const* given = row(attribute.key);
        if (attribute.column.primary_key) {
            if (given == nullptr || given->is_none())
                throw sqlalchemy_error(
                    "FlushError",
                    "Can't update table " + model.table()->name().name.text +
                        " using NULL for primary key value on column " + attribute.column.name.text
                );
            auto const column = attribute_of(*model.table(), attribute);
            auto const key = bound_value(run, *given, column->value_type());
            conditions.push_back(make_binary(*column, operators::equal, *key, boolean_type()));
        } else if (given != nullptr) {
            values.set(attribute.column.name.text, *given);
        }
    }
    if (values.empty())
        return std::nullopt;
    for (auto const& attribute : model.mapped_attributes())
        if (attribute.options.updated_by_client && values.find(std::string_view{attribute.column.name.text}) == nullptr)
            values.set(attribute.column.name.text, client_value(run, attribute.options.client_update));
    dml_state state{.kind = dml_kind::update, .table = model.table()};
    state.values = read_values(run, *model.table(), values);
    state.conditions = std::move(conditions);
    auto const said = perform_dml(run, std::move(state));
    return said ? said->counted.value_or(1) : 1;
}

std::set<std::string> attributes_given(model_class const& model, row_reader const& row) {
    std::set<std::string> given;
    for (auto const& attribute : model.mapped_attributes())
        if (row(attribute.key) != nullptr)
            given.insert(attribute.key);
    return given;
}

/// SQLAlchemy sends rows with the same attributes as one, and looks at the count of those that are alone.
void update_rows(evaluation& run, model_class const& model, std::vector<row_reader> const& rows) {
    run.charge_steps(rows.size());
    std::vector<std::set<std::string>> given;
    for (auto const& row : rows)
        given.push_back(attributes_given(model, row));
    for (std::size_t at = 0; at < rows.size(); ++at) {
        auto const counted = update_row(run, model, rows[at]);
        bool const with_before = at > 0 && given[at - 1] == given[at];
        bool const with_next = at + 1 < rows.size() && given[at + 1] == given[at];
        if (counted && *counted != 1 && !with_before && !with_next)
            throw sqlalchemy_error(
                "StaleDataError",
                "UPDATE statement on table '" + model.table()->name().name.text + "' expected to update 1 row(s); " +
                    std::to_string(*counted) + " were matched."
            );
    }
}

/// What has been set on an object that has no row yet.
row_reader reader_of_new(model_instance& object) {
    return [&object](std::string const& attribute) -> python::value const* {
        auto const& held = object.states().at(object.model().position_of(attribute).value()).held;
        return held ? &*held : nullptr;
    };
}

/// The changes of an object that has a row, and its key.
row_reader reader_of_changed(model_instance& object) {
    return [&object](std::string const& attribute) -> python::value const* {
        auto const at = object.model().position_of(attribute).value();
        auto const& state = object.states().at(at);
        bool const wanted = state.changed || object.model().mapped_attributes()[at].column.primary_key;
        return wanted && state.held ? &*state.held : nullptr;
    };
}

} // namespace

void bulk_insert(evaluation& run, model_class const& model, python::value const& mappings, bulk_nulls nulls) {
    model.require_writing();
    for (auto const& each : run.collect(mappings))
        insert_row(run, model, reader_of(row_of(each)), nulls);
}

void bulk_update(evaluation& run, model_class const& model, python::value const& mappings) {
    model.require_writing();
    auto const rows = run.collect(mappings);
    std::vector<row_reader> readers;
    for (auto const& each : rows)
        readers.push_back(reader_of(row_of(each)));
    update_rows(run, model, readers);
}

void bulk_save(evaluation& run, std::vector<instance_pointer> const& objects) {
    auto const has_row = [](instance_pointer const& each) { return each->where == model_instance::phase::persistent; };
    for (std::size_t at = 0; at < objects.size();) {
        auto const& first = objects[at];
        first->model().require_writing();
        if (!has_row(first)) {
            insert_row(run, first->model(), reader_of_new(*first), bulk_nulls::omitted);
            ++at;
            continue;
        }
        std::vector<row_reader> changed;
        for (; at < objects.size() && has_row(objects[at]) && &objects[at]->model() == &first->model(); ++at)
            changed.push_back(reader_of_changed(*objects[at]));
        update_rows(run, first->model(), changed);
    }
}

} // namespace alembicore::sqlalchemy
