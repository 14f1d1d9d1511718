// Revisions that another one stands for: their files lie beside the folders of revisions, where nothing runs them.
#pragma once

#include <alembicore/settings.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore::project_files {

/// Where the files go that this revision stands for: `squashed/<id>` beside env.py.
[[nodiscard]] std::filesystem::path squashed_folder(settings const& of, std::string const& by);

/// A revision whose file lies in such a folder.
struct squashed_revision {
    std::filesystem::path file{};
    std::string by{}; ///< the revision that stands for it now
};

/// Absent: there is none of this id.
[[nodiscard]] std::optional<squashed_revision> find_squashed(settings const& of, std::string_view id);

} // namespace alembicore::project_files
