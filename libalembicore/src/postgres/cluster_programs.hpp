// The PostgreSQL server programs of this machine.
#pragma once

#include <filesystem>
#include <string>

namespace alembicore::postgres {

/// The folder with initdb, pg_ctl and postgres of this major version (`15`), or of the newest one when it is empty.
/// ALEMBICORE_POSTGRES in the environment names a folder that is taken before all others.
/// Errors: not_available; bad_usage where ALEMBICORE_POSTGRES names no such folder.
[[nodiscard]] std::filesystem::path find_server_programs(std::string const& major_version);

} // namespace alembicore::postgres
