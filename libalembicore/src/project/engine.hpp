// Which engine runs a plan, and what the Python one must know of a project.
#pragma once

#include "interpreter/tasks.hpp"
#include "migrate/walk.hpp"

#include <alembicore/error.hpp>
#include <alembicore/event.hpp>
#include <alembicore/project.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace alembicore::project_engine {

/// A plan's steps, evaluated natively if that is what runs them.
struct decision {
    engine_chosen chosen;
    migrate::step_source source; ///< empty for Python
};

/// Whether Python could do what the evaluator refuses. A revision that fails would fail there, too.
[[nodiscard]] bool python_may_help(errc code) noexcept;

/// Python, since this is refused.
[[nodiscard]] engine_chosen python_because(error_info const& refusal);

/// A name that was not known natively, and neither in Python: what may have been meant is the remedy.
void explain_slip(error_info& failure, engine_chosen const& why);

/// Evaluates all steps with `native`, unless Python is asked for or needed anyway.
/// Errors: those of `native`, except those for which `wanted` allows Python; decided_at_run_time likewise.
[[nodiscard]] decision
choose(settings const& of, plan const& decided, engine wanted, migrate::step_source const& native);

struct python_options {
    std::filesystem::path python; ///< overrides the project's setting
    std::string tag;
    std::optional<transaction_mode> transactions; ///< instead of what env.py says
    event_sink events;
    std::stop_token stop;
};

[[nodiscard]] interpreter::task task_of(project const& opened, python_options const& options, engine_chosen const& why);

} // namespace alembicore::project_engine
