// PostgreSQL's client programs on this machine: pg_dump and pg_restore.
#pragma once

#include <filesystem>
#include <string>

namespace alembicore::backup {

/// pg_dump and pg_restore of one installation.
struct client_programs {
    std::filesystem::path folder;
    std::string version; ///< `15.18`
    int major = 0;       ///< 15

    [[nodiscard]] std::string dump() const { return (folder / "pg_dump").string(); }

    [[nodiscard]] std::string restore() const { return (folder / "pg_restore").string(); }
};

/// `15.18` of `pg_dump (PostgreSQL) 15.18 (Debian …)`; empty where it holds no number.
[[nodiscard]] std::string version_in(std::string const& text);

/// The number before the first dot; 0 where there is none.
[[nodiscard]] int major_of(std::string const& version);

/// Those of this major version, or of the next newer one that is installed: pg_dump reads no server that is newer than
/// itself, and pg_restore no archive of a newer pg_dump. A folder that is given is the only one looked into. `purpose`
/// is what needs them: `the server`. Errors: client_too_old; not_available, where there are none at all.
[[nodiscard]] client_programs
find_client_programs(std::filesystem::path const& given, std::string const& least_version, std::string const& purpose);

} // namespace alembicore::backup
