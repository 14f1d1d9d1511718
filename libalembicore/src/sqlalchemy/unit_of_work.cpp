// What flush() writes: the statements of SQLAlchemy's unit of work, in its order.
#include "sqlalchemy/answer_values.hpp"
#include "sqlalchemy/client_defaults.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/object_session.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using phase = model_instance::phase;

/// What one flush does to one model.
struct model_work {
    model_class const* model;
    std::vector<instance_pointer> updated{};
    std::vector<instance_pointer> inserted{};
    std::vector<instance_pointer> deleted{};
};

bool refers_to(model_class const& from, model_class const& to) {
    for (auto const& column : from.table()->columns())
        for (auto const& reference : column.references)
            if (reference.table == to.table()->name())
                return true;
    return false;
}

/// Models that others refer to come first. SQLAlchemy has this order from relationships alone.
void sort_by_reference(std::vector<model_work>& work) {
    for (auto const& left : work)
        for (auto const& right : work) {
            bool const both_made = !left.inserted.empty() && !right.inserted.empty();
            bool const both_gone = !left.deleted.empty() && !right.deleted.empty();
            if (&left == &right || !refers_to(*left.model, *right.model) || !(both_made || both_gone))
                continue;
            if (both_gone || !left.model->relates_to(*right.model))
                throw python::not_evaluable(
                    "one flush of '" + left.model->name() + "' and '" + right.model->name() +
                        "', whose order SQLAlchemy leaves open",
                    "flush after the first of them"
                );
        }
    std::vector<model_work> sorted;
    while (!work.empty()) {
        auto const free = std::ranges::find_if(work, [&](model_work const& each) {
            return std::ranges::none_of(work, [&](model_work const& other) {
                return other.model != each.model && refers_to(*each.model, *other.model);
            });
        });
        if (free == work.end())
            throw python::not_evaluable("one flush of models that refer to one another", "flush after each of them");
        sorted.push_back(std::move(*free));
        work.erase(free);
    }
    work = std::move(sorted);
}

bool is_before(evaluation& run, python::value const& left, python::value const& right) {
    if (left.integer() && right.integer())
        return *left.integer() < *right.integer();
    if (left.text() && right.text())
        return *left.text() < *right.text();
    auto const is_uuid = [](python::value const& each) {
        return each.as_object() != nullptr && each.as_object()->type_name() == "UUID";
    };
    if (is_uuid(left) && is_uuid(right))
        return run.str(left) < run.str(right);
    throw python::not_evaluable("sorting objects by primary keys of this kind", "flush after each change");
}

void sort_by_key(evaluation& run, std::vector<instance_pointer>& objects) {
    std::ranges::sort(objects, [&](instance_pointer const& left, instance_pointer const& right) {
        for (std::size_t at = 0; at < left->identity.size(); ++at) {
            if (is_before(run, left->identity[at], right->identity[at]))
                return true;
            if (is_before(run, right->identity[at], left->identity[at]))
                return false;
        }
        return false;
    });
}

void require_identity(evaluation& run, model_instance const& of) {
    if (of.identity.empty())
        (void)required_database(run, "the key of a new row of " + rendered_name(of.model().table()->name()));
}

expression_pointer key_condition(evaluation& run, model_instance const& of) {
    auto const& model = of.model();
    std::vector<expression_pointer> parts;
    for (std::size_t at = 0; at < model.key_positions().size(); ++at) {
        auto const column = attribute_of(*model.table(), model.mapped_attributes()[model.key_positions()[at]]);
        auto const key = bound_value(run, of.identity[at], column->value_type());
        parts.push_back(make_binary(*column, operators::equal, *key, boolean_type()));
    }
    return parts.size() == 1 ? parts.front() : join_conditions(parts, operators::and_);
}

bool is_expression(python::value const& given) {
    return given.as<expression_value>() != nullptr;
}

/// None is a value of its own in a JSON column.
bool keeps_none(table_column const& column) {
    if (!column.type || column.type->definition().family != schema::type_family::json ||
        column.type->traits().conversion != value_conversion::none)
        return false;
    for (auto const& [name, item] : column.type->traits().attributes)
        if (name == "none_as_null" && item.boolean() == true)
            return false;
    return true;
}

bool has_server_default(column_options const& options) {
    return options.server_default || options.identity || options.computed || options.fetched;
}

bool has_client_default(column_options const& options) {
    return options.default_kind == client_default::other || options.default_kind == client_default::sequence;
}

python::value row_dict(std::vector<std::pair<std::string, python::value>> const& values) {
    python::dict_table table;
    for (auto const& [name, item] : values)
        table.set(name, item);
    return python::value::dict(std::move(table));
}

std::optional<answer> perform_dml(evaluation& run, dml_state state) {
    return perform(run, operation::execute{.statement = resolve_statement(dml_query{std::move(state)})});
}

/// The values of an INSERT; those that the client makes are put into the object.
assigned_values inserted_values(evaluation& run, model_instance& made) {
    auto const& model = made.model();
    std::vector<std::pair<std::string, python::value>> values;
    for (std::size_t at = 0; at < model.mapped_attributes().size(); ++at) {
        auto const& attribute = model.mapped_attributes()[at];
        auto& state = made.states()[at];
        auto const& name = attribute.column.name.text;
        if (state.held && (!state.held->is_none() || keeps_none(attribute.column))) {
            values.emplace_back(name, *state.held);
            if (is_expression(*state.held))
                state.held.reset();
        } else if (has_client_default(attribute.options)) {
            auto const filled = client_value(run, attribute.options.client_value);
            values.emplace_back(name, filled);
            state.held = is_expression(filled) ? std::nullopt : std::optional{filled};
        } else {
            bool const as_none = !attribute.column.primary_key && !has_server_default(attribute.options) &&
                                 !keeps_none(attribute.column);
            if (as_none)
                values.emplace_back(name, python::value{});
            state.held.reset();
        }
    }
    return read_values(run, *model.table(), *row_dict(values).mapping());
}

void take_returned_keys(
    evaluation& run, model_instance& made, std::vector<inserted_key_column> const& key, answer const& said
) {
    if (said.rows.size() != 1)
        throw python::not_evaluable("an INSERT of an object that gives no row");
    std::size_t column = 0;
    for (auto const& each : key) {
        if (!each.returned)
            continue;
        for (auto const at : made.model().key_positions())
            if (made.model().mapped_attributes()[at].column.name.text == each.name)
                made.states()[at].held =
                    field_value(run, said.columns.at(column), said.rows.front().at(column), each.type);
        ++column;
    }
}

void insert(evaluation& run, model_instance& made) {
    auto const& model = made.model();
    dml_query const adding{{.kind = dml_kind::insert, .table = model.table(), .values = inserted_values(run, made)}};
    auto const said = perform(run, operation::execute{.statement = resolve_statement(adding)});
    if (said && !said->columns.empty())
        take_returned_keys(run, made, adding.inserted_key(), *said);
    made.identity.clear();
    for (auto const at : model.key_positions())
        if (auto const& key = made.states()[at].held)
            made.identity.push_back(*key);
    if (made.identity.size() != model.key_positions().size())
        made.identity.clear();
}

void require_one_row(model_instance const& of, std::optional<answer> const& said, std::string_view verb) {
    if (said && said->counted.value_or(1) != 1)
        throw sqlalchemy_error(
            "StaleDataError",
            std::string{verb} + " statement on table '" + of.model().table()->name().name.text +
                "' expected to update 1 row(s); " + std::to_string(*said->counted) + " were matched."
        );
}

/// What an UPDATE sets; empty: nothing has really changed.
std::vector<std::pair<std::string, python::value>> changed_values(evaluation& run, model_instance& changed) {
    auto const& model = changed.model();
    std::vector<std::pair<std::string, python::value>> values;
    for (std::size_t at = 0; at < model.mapped_attributes().size(); ++at) {
        auto& state = changed.states()[at];
        if (!state.changed)
            continue;
        bool const same = state.committed && !is_expression(*state.held) && run.equal(*state.held, *state.committed);
        if (same)
            continue;
        if (model.mapped_attributes()[at].column.primary_key)
            throw python::not_evaluable("changing the primary key of an object", "change it with a statement");
        values.emplace_back(model.mapped_attributes()[at].column.name.text, *state.held);
        if (is_expression(*state.held))
            state.held.reset();
    }
    return values;
}

void update(evaluation& run, model_instance& changed) {
    auto values = changed_values(run, changed);
    if (values.empty())
        return;
    require_identity(run, changed);
    auto const& model = changed.model();
    for (std::size_t at = 0; at < model.mapped_attributes().size(); ++at) {
        auto const& attribute = model.mapped_attributes()[at];
        auto const given =
            std::ranges::any_of(values, [&](auto const& each) { return each.first == attribute.column.name.text; });
        if (attribute.options.computed)
            changed.states()[at] = {};
        if (given || !attribute.options.updated_by_client)
            continue;
        auto const filled = client_value(run, attribute.options.client_update);
        values.emplace_back(attribute.column.name.text, filled);
        changed.states()[at].held = is_expression(filled) ? std::nullopt : std::optional{filled};
    }
    dml_state state{.kind = dml_kind::update, .table = model.table()};
    state.values = read_values(run, *model.table(), *row_dict(values).mapping());
    state.conditions.push_back(key_condition(run, changed));
    require_one_row(changed, perform_dml(run, std::move(state)), "UPDATE");
}

void remove_row(evaluation& run, model_instance const& doomed) {
    require_identity(run, doomed);
    dml_state state{.kind = dml_kind::delete_, .table = doomed.model().table()};
    state.conditions.push_back(key_condition(run, doomed));
    perform_dml(run, std::move(state));
}

model_work& work_for(std::vector<model_work>& all, model_class const& model) {
    for (auto& each : all)
        if (each.model == &model)
            return each;
    return all.emplace_back(model_work{.model = &model});
}

} // namespace

void object_session::flush(evaluation& run) {
    std::vector<model_work> work;
    for (auto const& each : pending_)
        work_for(work, each->model()).inserted.push_back(each);
    for (auto const& each : nameless_)
        if (each->is_changed() || each->where == phase::doomed)
            require_identity(run, *each);
    for (auto const& [key, each] : known_)
        if (each->where == phase::doomed)
            work_for(work, each->model()).deleted.push_back(each);
        else if (each->is_changed())
            work_for(work, each->model()).updated.push_back(each);
    sort_by_reference(work);
    for (auto& each : work) {
        sort_by_key(run, each.updated);
        for (auto const& changed : each.updated) {
            update(run, *changed);
            changed->settle();
        }
        for (auto const& made : each.inserted) {
            insert(run, *made);
            made->settle();
            keep(run, made);
        }
    }
    for (auto& each : work) {
        sort_by_key(run, each.deleted);
        for (auto const& doomed : each.deleted) {
            remove_row(run, *doomed);
            forget(run, doomed);
        }
    }
    pending_.clear();
}

} // namespace alembicore::sqlalchemy
