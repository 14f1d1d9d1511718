// The directory of backups: one folder for each, which has its name only once it is whole.
#pragma once

#include "base/file_descriptor.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::backup {

inline constexpr char const* manifest_name = "manifest.json";
inline constexpr char const* archive_file = "archive.dump"; ///< of format custom
inline constexpr char const* archive_folder = "archive";    ///< of format directory
inline constexpr std::string_view partial_suffix = ".partial";

/// `20261126T101539Z-shop-4f1c`: sorted by time, with what of the database's name is fit for a file.
[[nodiscard]] std::string make_id(std::string_view created, std::string_view database);

/// Other things may lie in the directory; what is named like a backup should be one.
[[nodiscard]] bool is_id(std::string_view name);

/// Now, as `2026-11-26T10:15:39Z`.
[[nodiscard]] std::string time_stamp();

/// How long ago such a time is; nothing where the text is none.
[[nodiscard]] std::optional<std::chrono::seconds> age_of(std::string const& stamp);

/// A backup's folder while it is filled. Its maker holds a lock on it, which goes with the process, however it ends.
class partial_folder {
public:
    /// Creates `id.partial`, for this user alone, and the directory above it. Errors: file_unwritable.
    partial_folder(std::filesystem::path directory, std::string id);
    partial_folder(partial_folder const&) = delete;
    partial_folder& operator=(partial_folder const&) = delete;
    /// What was not committed is removed.
    ~partial_folder();

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

    /// Waits until everything is on the disk, then gives the folder its name, under which it is given back.
    /// Errors: file_unwritable.
    std::filesystem::path commit();

private:
    std::filesystem::path directory_;
    std::string id_;
    std::filesystem::path path_;
    base::file_descriptor lock_;
    bool committed_ = false;
};

/// Whether somebody fills it at this moment.
[[nodiscard]] bool is_being_filled(std::filesystem::path const& partial);

/// Removes what dead makers have left; gives the ids.
std::vector<std::string> remove_abandoned(std::filesystem::path const& directory);

/// Removes a whole backup. What is left when this is interrupted has no backup's name. Errors: file_unwritable.
void remove_backup(std::filesystem::path const& folder);

} // namespace alembicore::backup
