#include "sqlalchemy/model_instance.hpp"

#include "python/exception.hpp"
#include "python/machine.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/object_session.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

using python::evaluation;

model_instance::model_instance(model_pointer model)
    : python::instance{model}, model_{std::move(model)}, states_(model_->mapped_attributes().size()) {}

void model_instance::initialise(evaluation& run, python::arguments const& given) {
    if (!given.positional.empty())
        throw python::type_error(
            "_declarative_constructor() takes 1 positional argument but " +
            std::to_string(given.positional.size() + 1) + " were given"
        );
    for (auto const& [name, item] : given.keyword) {
        bool const known = model_->find(name) != nullptr || model_->has_feature(name) ||
                           python::find_in_class(*model_, name) != nullptr;
        if (!known)
            throw python::type_error(
                "'" + std::string{name} + "' is an invalid keyword argument for " + model_->name()
            );
        set_attribute(run, name, item);
    }
}

std::optional<python::value> model_instance::inherited(evaluation&, std::string_view name) {
    if (name != "__init__")
        return std::nullopt;
    return python::make_function(
        "__init__(**kw)",
        [weak = weak_from_this()](evaluation& run, python::bound_arguments const& given) -> python::value {
            python::arguments passed;
            given.keywords().for_each([&](python::value const& key, python::value const& item) {
                passed.keyword.emplace_back(passed.keep_name(*key.text()), item);
            });
            if (auto const self = std::static_pointer_cast<model_instance>(weak.lock()))
                self->initialise(run, passed);
            return {};
        },
        python::effect::none
    );
}

python::value model_instance::read(evaluation& run, std::size_t at) {
    auto const& key = model_->mapped_attributes()[at].key;
    if (states_[at].stale)
        throw python::not_evaluable(
            "reading '" + model_->name() + "." + key + "' after a statement that may have changed it",
            "read the object again"
        );
    if (states_[at].held)
        return *states_[at].held;
    if (where == phase::transient || where == phase::pending)
        return {};
    auto const owner = session.lock();
    if (!owner)
        throw sqlalchemy_error(
            "DetachedInstanceError",
            "Instance <" + model_->name() + "> is not bound to a Session; attribute refresh operation cannot proceed"
        );
    owner->refresh(run, *this);
    return states_[at].held.value_or(python::value{});
}

std::optional<python::value> model_instance::attribute(evaluation& run, std::string_view name) {
    if (auto const at = model_->position_of(name))
        return read(run, *at);
    if (model_->has_feature(name))
        throw python::not_evaluable(
            "reading '" + model_->name() + "." + std::string{name} + "', which is not a column",
            "read the rows with a query"
        );
    if (name == "__table__")
        return python::value{model_->table()};
    if (name == "__dict__" || name == "_sa_instance_state")
        refuse("reading ." + std::string{name} + " of");
    return instance::attribute(run, name);
}

void model_instance::set_attribute(evaluation& run, std::string_view name, python::value const& item) {
    if (model_->has_feature(name))
        throw python::not_evaluable(
            "setting '" + model_->name() + "." + std::string{name} + "', which is not a column", "set its columns"
        );
    auto const at = model_->position_of(name);
    if (!at)
        return instance::set_attribute(run, name, item);
    model_->require_writing();
    auto& state = states_[*at];
    if (!state.changed) {
        state.committed = state.stale ? std::nullopt : state.held;
        state.changed = true;
    }
    state.held = item;
    state.stale = false;
    run.internals().note_instance(*this, item);
}

bool model_instance::is_changed() const noexcept {
    return std::ranges::any_of(states_, [](attribute_state const& each) { return each.changed; });
}

void model_instance::settle() noexcept {
    for (auto& each : states_) {
        each.changed = false;
        each.committed.reset();
    }
}

void model_instance::expire() noexcept {
    for (auto& each : states_)
        each = {};
}

void model_instance::surrender(std::vector<python::value>& into) noexcept {
    for (auto& each : states_) {
        if (each.held)
            into.push_back(*std::move(each.held));
        if (each.committed)
            into.push_back(*std::move(each.committed));
        each = {};
    }
    instance::surrender(into);
}

} // namespace alembicore::sqlalchemy
