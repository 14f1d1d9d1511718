// Which files hold a project's settings: `-c`, ALEMBIC_CONFIG, and the names looked for without them.
#pragma once

#include "config/ini.hpp"
#include "config/pyproject.hpp"

#include <alembicore/settings.hpp>

#include <filesystem>

namespace alembicore::config {

/// The files as found and read. A file that does not exist has an empty path and an empty document.
struct config_files {
    std::filesystem::path ini_path;
    std::filesystem::path pyproject_path;
    ini_document ini;
    config::pyproject pyproject;
    std::filesystem::path ini_looked_for; ///< where the ini would be
};

/// `directory` is the absolute working directory.
/// Errors: bad_configuration, file_unreadable, file_too_large, invalid_encoding; bad_usage for two files of a kind.
[[nodiscard]] config_files read_config_files(settings_request const& request, std::filesystem::path const& directory);

} // namespace alembicore::config
