// What env.py hands to the functions of revisions, `context.run_migrations(name=value)`, and what it configures the run
// with: `context.configure(connection=connection, name=value)`.
#pragma once

#include "python/syntax.hpp"

#include <string>
#include <vector>

namespace alembicore::config {

struct run_argument {
    std::string name;
    /// An expression with the names of env.py's top level; null where only running env.py tells the value.
    python::syntax::expression const* value = nullptr;
    bool always = true; ///< every call hands it over
    python::source_range range;
};

struct run_arguments {
    std::vector<run_argument> named;
    bool more = false; ///< `**options`, or calls that were not found
};

/// The arguments live as long as the module.
[[nodiscard]] run_arguments find_run_arguments(python::source_module const& env_py);

enum class run_mode { server, script };

/// What `context.configure` is given by keyword. A run on a server is configured with a connection: calls without one
/// do not count there.
[[nodiscard]] run_arguments find_run_options(python::source_module const& env_py, run_mode mode);

} // namespace alembicore::config
