// Rows of a SELECT as a session gives them: objects of models beside plain values.
#pragma once

#include "sqlalchemy/object_session.hpp"

namespace alembicore::sqlalchemy {

/// Executes a SELECT of models. The rows hold one item for each of its entities.
[[nodiscard]] python::value read_entities(
    python::evaluation& run,
    session_pointer const& session,
    python::value const& statement,
    python::value const& parameters
);

/// Adds a model, or an alias of one, to what is selected; empty `only`: all of its columns.
void add_entity(select_state& to, entity_pointer const& entity, std::vector<std::size_t> only = {});

/// `options(load_only(…))` and other options of loading.
void apply_options(select_state& to, python::evaluation& run, std::span<python::value const> options);

/// The condition of `filter_by(…)`.
void filter_by(select_state& to, python::evaluation& run, python::dict_table const& wanted);

/// Whether a query over mapped attributes or models writes pending changes first.
[[nodiscard]] bool is_of_models(select_state const& state);

void add_entity_functions(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
