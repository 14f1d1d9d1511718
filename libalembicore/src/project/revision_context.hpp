// What revisions of a project learn of its configuration.
#pragma once

#include "project/project_files.hpp"
#include "sqlalchemy/project_context.hpp"

#include <alembicore/settings.hpp>

#include <memory>

namespace alembicore::project_body {

/// Null for a folder of revisions without a project. `modules` finds the project's own code, and must live as long.
[[nodiscard]] std::shared_ptr<sqlalchemy::project_context>
make_revision_context(settings const& of, settings_request const& request, project_files::access& modules);

} // namespace alembicore::project_body
