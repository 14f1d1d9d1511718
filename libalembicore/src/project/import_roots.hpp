// Where the modules of a project are looked for beyond what its settings say.
#pragma once

#include <filesystem>
#include <vector>

namespace alembicore::project_files {

/// The folders around `revisions` from which Python would import the project's own code, nearest first: the folder of
/// an alembic.ini, where the packages around begin, and the project's folder with its `src`. The project ends at the
/// first folder above that has a file every project has (pyproject.toml, setup.py, …) and is no package itself; where
/// there is none, at the highest alembic.ini. Without either there are none, so that nothing outside a project is read.
[[nodiscard]] std::vector<std::filesystem::path> find_import_roots(std::filesystem::path const& revisions);

} // namespace alembicore::project_files
