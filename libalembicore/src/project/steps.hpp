// From the steps of a plan to their SQL: a project's revision files, evaluated natively.
#pragma once

#include "migrate/walk.hpp"
#include "sql/writer.hpp"

#include <alembicore/project.hpp>

namespace alembicore::project_steps {

/// Reads, evaluates and compiles the revision of each step it is asked for. It remembers what earlier steps of the same
/// run have created, so every run takes one of its own. `literals` says whether the text is for a script or a server.
/// It throws syntax_error, not_evaluable, evaluation_limit, python_exception, file_unreadable.
[[nodiscard]] migrate::step_source source_of(project const& opened, sql::backslash literals);

} // namespace alembicore::project_steps
