#include "sqlalchemy/object_session.hpp"

#include "sqlalchemy/answer_values.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/entity_rows.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/select.hpp"
#include "sqlalchemy/select_state.hpp"

#include <algorithm>
#include <numeric>

namespace alembicore::sqlalchemy {

using python::evaluation;
using phase = model_instance::phase;

namespace {

/// SELECT of some attributes where the primary key is this one.
query_pointer select_by_key(
    evaluation& run, model_class const& model, std::span<std::size_t const> at, std::vector<python::value> const& key
) {
    select_state state;
    for (auto const each : at) {
        state.columns.push_back(attribute_of(*model.table(), model.mapped_attributes()[each]));
        state.column_sources.push_back(model.table()->source());
    }
    for (std::size_t part = 0; part < key.size(); ++part) {
        auto const column = attribute_of(*model.table(), model.mapped_attributes()[model.key_positions()[part]]);
        state.conditions.push_back(
            make_binary(*column, operators::equal, *bound_value(run, key[part], column->value_type()), boolean_type())
        );
    }
    return std::make_shared<select_query const>(std::move(state));
}

/// The values of the only row; nullopt: there is none.
std::optional<std::vector<python::value>> row_of(evaluation& run, query_pointer const& asked) {
    operation::execute made{.statement = resolve_statement(*asked)};
    auto const statement = made.statement;
    auto const said = perform(run, std::move(made));
    if (!said) {
        (void)make_result(std::nullopt, statement);
        (void)required_database(run, "SELECT of an object");
    }
    if (said->rows.empty())
        return std::nullopt;
    auto const columns = asked->columns();
    std::vector<python::value> values;
    for (std::size_t at = 0; at < said->columns.size(); ++at)
        values.push_back(field_value(run, said->columns[at], said->rows.front()[at], columns.at(at).type));
    return values;
}

std::vector<std::size_t> all_positions(model_class const& model) {
    std::vector<std::size_t> positions(model.mapped_attributes().size());
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    return positions;
}

} // namespace

object_session::object_key
object_session::key_of(evaluation& run, model_class const& model, std::vector<python::value> const& identity) {
    return {&model, run.repr(python::value::tuple(identity))};
}

void object_session::keep(evaluation& run, instance_pointer const& row) {
    row->where = phase::persistent;
    if (row->identity.empty())
        nameless_.push_back(row);
    else
        known_.insert_or_assign(key_of(run, row->model(), row->identity), row);
}

void object_session::forget(evaluation& run, instance_pointer const& row) {
    known_.erase(key_of(run, row->model(), row->identity));
    row->where = phase::deleted;
}

void object_session::add(evaluation& run, instance_pointer const& added) {
    added->model().require_writing();
    auto const self = std::static_pointer_cast<object_session>(shared_from_this());
    if (auto const owner = added->session.lock(); owner && owner != self)
        throw sqlalchemy_error(
            "InvalidRequestError", "Object '<" + added->model().name() + ">' is already attached to a session"
        );
    if (added->where == phase::doomed || added->where == phase::deleted)
        throw python::not_evaluable("adding an object that has been deleted");
    if (added->where != phase::transient) {
        if (added->session.expired())
            throw python::not_evaluable("adding an object of a session that has been closed");
        return;
    }
    run.charge_steps(1);
    added->where = phase::pending;
    added->session = self;
    pending_.push_back(added);
}

void object_session::remove(evaluation&, instance_pointer const& removed) {
    removed->model().require_writing();
    if (removed->model().may_be_related())
        throw python::not_evaluable(
            "Session.delete() of '" + removed->model().name() + "', to which relationships may lead",
            "delete the rows with a statement"
        );
    if (removed->where != phase::persistent || removed->session.lock().get() != this)
        throw sqlalchemy_error("InvalidRequestError", "Instance '<" + removed->model().name() + ">' is not persisted");
    removed->where = phase::doomed;
}

void object_session::commit(evaluation& run) {
    flush(run);
    if (options_.expire_on_commit)
        expire_all();
}

void object_session::expire_all() {
    for (auto const& [key, each] : known_)
        each->expire();
    for (auto const& each : nameless_)
        each->expire();
}

void object_session::release() {
    for (auto const& each : pending_) {
        each->where = phase::transient;
        each->session.reset();
    }
    for (auto const& [key, each] : known_)
        each->session.reset();
    for (auto const& each : nameless_)
        each->session.reset();
    pending_.clear();
    known_.clear();
    nameless_.clear();
}

void object_session::autoflush(evaluation& run) {
    if (options_.autoflush && suspended_ == 0)
        flush(run);
}

void object_session::fill(
    evaluation& run, model_instance& into, std::span<std::size_t const> at, std::vector<python::value> values
) {
    for (std::size_t part = 0; part < at.size(); ++part) {
        auto& state = into.states()[at[part]];
        auto const& kept = state.changed ? state.committed : state.held;
        if (state.changed && !kept)
            continue;
        if (kept && !state.stale) {
            // SQLAlchemy keeps what was loaded first, if the object still lives in Python; that is not known here.
            if (!run.equal(*kept, values[part]))
                throw python::not_evaluable(
                    "'" + into.model().name() + "." + into.model().mapped_attributes()[at[part]].key +
                        "' is read again after its row has changed",
                    "commit the session between"
                );
            continue;
        }
        state = {.held = std::move(values[part])};
    }
}

python::value object_session::load(
    evaluation& run, model_pointer const& model, std::span<std::size_t const> at, std::vector<python::value> values
) {
    std::vector<python::value> identity;
    for (auto const key : model->key_positions()) {
        auto const found = std::ranges::find(at, key);
        if (found == at.end())
            throw python::not_evaluable("loading objects of model '" + model->name() + "' without their key");
        identity.push_back(values[static_cast<std::size_t>(found - at.begin())]);
    }
    if (std::ranges::all_of(identity, [](python::value const& each) { return each.is_none(); }))
        return {};
    if (!nameless_.empty())
        (void)required_database(run, "the keys of new rows");
    auto& known = known_[key_of(run, *model, identity)];
    if (!known) {
        known = std::make_shared<model_instance>(model);
        known->where = phase::persistent;
        known->session = std::static_pointer_cast<object_session>(shared_from_this());
        known->identity = std::move(identity);
    }
    fill(run, *known, at, std::move(values));
    return known;
}

void object_session::refresh(evaluation& run, model_instance& of) {
    if (of.identity.empty())
        (void)required_database(run, "the key of a new row of " + rendered_name(of.model().table()->name()));
    of.model().require_loading();
    std::vector<std::size_t> missing;
    for (std::size_t at = 0; at < of.states().size(); ++at)
        if (!of.states()[at].held)
            missing.push_back(at);
    auto values = row_of(run, select_by_key(run, of.model(), missing, of.identity));
    if (!values)
        throw sqlalchemy_error(
            "ObjectDeletedError",
            "Instance '<" + of.model().name() + ">' has been deleted, or its row is otherwise not present."
        );
    fill(run, of, missing, *std::move(values));
}

void object_session::reload(evaluation& run, model_instance& of) {
    if (of.where != phase::persistent || of.session.lock().get() != this)
        throw sqlalchemy_error(
            "InvalidRequestError", "Instance '<" + of.model().name() + ">' is not persistent within this Session"
        );
    of.expire();
    refresh(run, of);
}

python::value object_session::get(evaluation& run, model_pointer const& model, python::value const& key) {
    model->require_loading();
    std::vector<python::value> identity;
    if (key.mapping() != nullptr)
        for (auto const at : model->key_positions()) {
            auto const* part = key.mapping()->find(std::string_view{model->mapped_attributes()[at].key});
            if (part == nullptr)
                throw python::not_evaluable("a primary key that is a dict of other names");
            identity.push_back(*part);
        }
    else if (key.items() != nullptr)
        identity = *key.items();
    else
        identity.push_back(key);
    if (identity.size() != model->key_positions().size())
        throw sqlalchemy_error(
            "InvalidRequestError",
            "Incorrect number of values in identifier to formulate primary key for session.get(); primary key columns "
            "are " +
                std::to_string(model->key_positions().size())
        );
    autoflush(run);
    auto const positions = all_positions(*model);
    auto values = row_of(run, select_by_key(run, *model, positions, identity));
    if (values)
        return load(run, model, positions, *std::move(values));
    if (known_.contains(key_of(run, *model, identity)))
        throw python::not_evaluable("getting an object whose row is gone", "commit the session before");
    return {};
}

void object_session::mark_stale(model_class const& model, std::vector<std::size_t> const& attributes) {
    for (auto const& [key, each] : known_)
        if (&each->model() == &model)
            for (auto const at : attributes)
                each->states()[at].stale = each->states()[at].held.has_value();
}

void object_session::require_settled(evaluation& run, python::value const& statement) {
    if (auto const dml = statement.as<dml_value>()) {
        for (auto const& [key, each] : known_)
            if (each->model().table()->source() == dml->state().table->source())
                for (auto& state : each->states())
                    state.stale = state.held.has_value();
    } else if (!query_of(statement)) {
        return;
    }
    require_unchanged(run);
}

void object_session::require_unchanged(evaluation&) const {
    bool const changed = std::ranges::any_of(known_, [](auto const& each) {
        return each.second->is_changed() || each.second->where == phase::doomed;
    });
    if (!pending_.empty() || changed)
        throw python::not_evaluable("this statement while the session holds changes", "flush the session before");
}

python::value
object_session::execute(evaluation& run, python::value const& statement, python::value const& parameters) {
    auto const select = std::dynamic_pointer_cast<select_query const>(query_of(statement));
    if (!select || !is_of_models(select->state())) {
        require_settled(run, statement);
        return execute_statement(run, statement, parameters);
    }
    autoflush(run);
    auto const self = std::static_pointer_cast<object_session>(shared_from_this());
    return read_entities(run, self, statement, parameters);
}

bool object_session::exit(evaluation&, python::raised const*) {
    release();
    return false;
}

bool object_session::contains(evaluation&, python::value const& item) {
    auto const held = item.as<model_instance>();
    return held && held->session.lock().get() == this;
}

void object_session::surrender(std::vector<python::value>& into) noexcept {
    for (auto& each : pending_)
        into.emplace_back(std::move(each));
    for (auto& [key, each] : known_)
        into.emplace_back(std::move(each));
    pending_.clear();
    known_.clear();
}

session_pointer session_of(python::value const& given) {
    return given.as<object_session>();
}

} // namespace alembicore::sqlalchemy
