// The naming convention of the application's MetaData, read in its source without running it.
#pragma once

#include "python/evaluation.hpp"
#include "schema/naming_convention.hpp"

#include <alembicore/settings.hpp>

namespace alembicore::project_files {

/// What the settings say, or what the object that env.py takes target_metadata from has. Where it cannot be told, the
/// result says why. `modules` finds the project's own code.
[[nodiscard]] schema::naming_convention find_naming_convention(settings const& of, python::project_access& modules);

} // namespace alembicore::project_files
