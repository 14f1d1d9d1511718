// New revision files of a project, decided first and written then.
#pragma once

#include "script/new_revision.hpp"

#include <alembicore/project.hpp>

namespace alembicore::project_writing {

[[nodiscard]] script::revision_request request_of(new_revision const& wanted);

/// Errors: those of `script::plan_revision`.
[[nodiscard]] script::planned_revision plan(project const& in, script::revision_request const& request);

/// As if the project had these revisions instead of its own.
[[nodiscard]] script::planned_revision
plan(project const& in, revision_graph const& among, script::revision_request const& request);

/// Writes it and runs the post-write hooks. Errors: file_exists, file_unwritable.
created_revision write(project const& in, script::planned_revision const& planned);

} // namespace alembicore::project_writing
