// pg_dump, told what to write and listened to.
#pragma once

#include "backup/client_programs.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/database_url.hpp>

#include <functional>
#include <set>
#include <string>

namespace alembicore::backup {

struct dump_request {
    client_programs const& programs;
    database_url const& server;
    std::string database;
    std::string snapshot;         ///< exported by a session that is open
    std::filesystem::path target; ///< file or folder; not there yet
    backup_format format = backup_format::custom;
    unsigned jobs = 1;
    bool rows = true;                   ///< false: the schema alone
    std::vector<catalog::name> without; ///< tables whose rows are left out
    std::chrono::seconds lock_wait{};
    std::size_t tables = 0;       ///< with rows, for the progress
    std::function<void()> locked; ///< called once, when it holds the locks of all tables
    backup_progress_sink progress;
    std::stop_token stop;
};

/// Errors: those of `run_client`.
void dump(dump_request const& request);

/// Bytes of a file, or of all files in a folder; 0 where there is none.
[[nodiscard]] std::uint64_t size_on_disk(std::filesystem::path const& path);

} // namespace alembicore::backup
