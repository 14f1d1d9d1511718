// Folders that settings name: lists of them, and `package:path` resources.
#pragma once

#include <alembicore/error.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::config {

class options;

/// Splits at each of `separators` and drops what is empty: how Alembic reads lists when no separator is configured.
[[nodiscard]] std::vector<std::string> split_legacy(std::string_view text, std::string_view separators);

/// `version_locations`, not yet resolved; empty where there are none. Findings: deprecated settings.
/// Errors: bad_configuration.
[[nodiscard]] std::vector<std::string> list_version_locations(options const& all, std::vector<diagnostic>& findings);

/// As above, for `prepend_sys_path`.
[[nodiscard]] std::vector<std::string> list_sys_path(options const& all, std::vector<diagnostic>& findings);

/// Where relative paths and packages are looked for, without importing anything.
struct search_path {
    std::filesystem::path directory;            ///< the working directory
    std::vector<std::filesystem::path> folders; ///< what stands at the front of sys.path
};

/// A path as Alembic resolves it: absolute, or relative to the working directory, or `package:path`. Absent when there
/// is no such package in the search path.
[[nodiscard]] std::optional<std::filesystem::path>
resolve_location(std::string const& location, search_path const& search);

} // namespace alembicore::config
