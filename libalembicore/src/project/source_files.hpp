// The Python files of a project.
#pragma once

#include <alembicore/settings.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace alembicore::project_files {

enum class search_end { all_seen, too_many };

/// Visits the Python files below a folder with their text; folders that hold other people's code are left out.
search_end for_each_source_file(
    std::filesystem::path const& root,
    std::function<void(std::filesystem::path const&, std::string const&)> const& visit
);

/// The folder that a search of the project begins in: that of its configuration.
[[nodiscard]] std::filesystem::path root_of(settings const& of);

} // namespace alembicore::project_files
