// The PostgreSQL server programs of this machine.
#pragma once

#include <filesystem>
#include <string>

namespace alembicore::postgres {

/// The folder with initdb, pg_ctl and postgres of this major version (`15`), or of the newest one when it is empty.
/// Errors: not_available.
[[nodiscard]] std::filesystem::path find_server_programs(std::string const& major_version);

} // namespace alembicore::postgres
