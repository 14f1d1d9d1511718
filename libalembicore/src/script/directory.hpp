// The revision files of a project's version locations.
#pragma once

#include <alembicore/revision.hpp>

#include <filesystem>
#include <vector>

namespace alembicore::script {

/// Where revision files are looked for.
struct version_folders {
    std::vector<std::filesystem::path> locations; ///< in configured order; missing ones are passed over
    bool recursive = false;                       ///< also in their subfolders
    bool sourceless = false;                      ///< the project allows compiled files without their source
};

/// What was found in them.
struct loaded_revisions {
    std::vector<revision> revisions;     ///< in Alembic's load order, broken ones included
    std::vector<diagnostic> diagnostics; ///< about files that are no revisions here, and folders
};

/// Reads all revision headers. Never fails: what cannot be read is a diagnostic.
[[nodiscard]] loaded_revisions load_revisions(version_folders const& folders);

} // namespace alembicore::script
