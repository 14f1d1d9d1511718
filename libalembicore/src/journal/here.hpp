// Who and when, as this process knows it.
#pragma once

#include <string>

namespace alembicore::journal {

/// The user this process runs as.
[[nodiscard]] std::string os_user();

/// The name of this machine.
[[nodiscard]] std::string host_name();

/// UTC with microseconds: `2026-11-26T10:36:25.123456Z`.
[[nodiscard]] std::string now();

} // namespace alembicore::journal
