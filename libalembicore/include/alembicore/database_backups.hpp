// The backups of one database. All that a user makes lie in one directory, whichever database they are of.
#pragma once

#include <alembicore/backup.hpp>
#include <alembicore/database_url.hpp>

#include <filesystem>
#include <string_view>

namespace alembicore {

/// As `list_backups(directory)`, without those of databases with another name. Where the address names none, that of
/// the user is meant. What is unfinished or damaged is told in any case: nobody knows of which database it is.
[[nodiscard]] ALEMBICORE_EXPORT backup_listing
list_backups(std::filesystem::path const& directory, database_url const& of);

/// As `find_backup(directory, id)`; `latest` is the newest of this database.
[[nodiscard]] ALEMBICORE_EXPORT backup_manifest
find_backup(std::filesystem::path const& directory, std::string_view id, database_url const& of);

} // namespace alembicore
