// env.py as revisions meet it: it has run before them, registered operations, and hands arguments to their functions.
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::sqlalchemy {

/// env.py, evaluated as far as that is possible without running it. nullopt: there is none.
/// Errors: evaluation_limit.
[[nodiscard]] std::optional<python::value> load_env_py(python::evaluation& run);

/// The arguments of `context.run_migrations(…)` for a function of the revision. One that cannot be known is refused
/// when it is used.
[[nodiscard]] python::arguments
given_to(python::evaluation& run, python::source_module const& revision, std::string_view function);

/// What env.py hands to `context.configure(…)` under this name; nullopt: nothing.
/// Errors: not_evaluable where only running env.py tells.
[[nodiscard]] std::optional<python::value> option_of_run(python::evaluation& run, std::string_view name);

} // namespace alembicore::sqlalchemy
