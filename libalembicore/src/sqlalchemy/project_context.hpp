// What a revision can learn of the project that it is run for.
#pragma once

#include "config/revision_config.hpp"
#include "python/syntax.hpp"

#include <memory>

namespace alembicore::sqlalchemy {

/// Read when a revision first asks. Used by one thread.
class project_context {
public:
    project_context() = default;
    project_context(project_context const&) = delete;
    project_context& operator=(project_context const&) = delete;
    virtual ~project_context() = default;

    /// Errors: those of reading the ini.
    [[nodiscard]] virtual config::revision_config const& config() = 0;

    /// The text of env.py; null where there is none that can be read.
    [[nodiscard]] virtual std::shared_ptr<python::source_module const> const& env_py() = 0;
};

} // namespace alembicore::sqlalchemy
