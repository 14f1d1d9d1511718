// New projects: what `init` writes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::script {

/// A layout that can be written.
struct layout {
    std::string_view name;
    std::string description; ///< the first line of its README
};

/// In the order of their names.
[[nodiscard]] std::vector<layout> layouts();

/// Whether the script directory is a Python package.
enum class package_files { none, written };

struct layout_request {
    std::filesystem::path directory;         ///< of env.py and versions/, as the user gives it
    std::filesystem::path working_directory; ///< where a relative one starts; empty = that of the process
    std::string layout = "generic";
    package_files package = package_files::none;
    std::filesystem::path config_file;    ///< the ini to write, absolute
    std::filesystem::path pyproject_file; ///< the pyproject.toml to write or add to, absolute
};

struct written_layout {
    std::vector<std::filesystem::path> written; ///< files, in order, absolute; an extended pyproject.toml is among them
    std::vector<std::filesystem::path> kept;    ///< configuration that was there and has been left as it is
};

/// Writes a project. Nothing is written when it is refused.
/// Errors: bad_usage (unknown layout), file_exists (the directory is not empty), file_unwritable, bad_configuration
/// (the pyproject.toml that is there is not TOML).
written_layout write_layout(layout_request const& request);

} // namespace alembicore::script
