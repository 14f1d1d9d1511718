// The archive of a backup, read by pg_restore.
#pragma once

#include "backup/client_programs.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/database_url.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::backup {

/// File or folder.
[[nodiscard]] std::filesystem::path archive_of(backup_manifest const& backup);

/// pg_restore that reads this archive and writes to a server of this version; empty = to none.
/// Errors: those of find_client_programs.
[[nodiscard]] client_programs
programs_to_read(backup_manifest const& backup, std::filesystem::path const& given, std::string const& server_version);

/// The archive's table of contents: lines as `3301; 0 16385 TABLE DATA public users postgres`.
/// Errors: those of run_client.
[[nodiscard]] std::vector<std::string>
table_of_contents(client_programs const& programs, backup_manifest const& backup, std::stop_token const& stop);

/// What of the manifest is not in the table of contents, a sentence each.
[[nodiscard]] std::vector<std::string>
missing_entries(backup_manifest const& backup, std::vector<std::string> const& table_of_contents);

/// Has pg_restore read and unpack all of it, to nowhere. Errors: those of run_client.
void read_through(client_programs const& programs, backup_manifest const& backup, std::stop_token const& stop);

/// Whose the objects are that are loaded.
enum class ownership {
    kept,    ///< owners and privileges as they were; their roles must be there
    dropped, ///< of whoever loads them
};

struct load_request {
    client_programs const& programs;
    backup_manifest const& backup;
    database_url server;  ///< its password and the like
    std::string database; ///< empty, but for what every new database holds
    backup::ownership ownership = ownership::dropped;
    backup_progress_sink progress;
    std::stop_token stop;
};

/// Errors: those of run_client; file_unwritable.
void load(load_request const& request);

/// In what a loaded database differs from what the manifest says, a sentence each.
struct comparison {
    std::vector<std::string> problems;
    std::size_t counted = 0;
};

/// Errors: those of statements.
[[nodiscard]] comparison compare_with_manifest(
    database& loaded, backup_manifest const& backup, backup_progress_sink const& progress, std::stop_token const& stop
);

} // namespace alembicore::backup
