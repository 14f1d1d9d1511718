// What env.py hands to the functions of revisions: `context.run_migrations(name=value)`.
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

} // namespace alembicore::config
