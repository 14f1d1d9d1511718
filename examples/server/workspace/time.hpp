// Times as JSON has them.
#pragma once

#include <chrono>
#include <string>

namespace alembicore::server {

/// `2026-11-26T10:15:30.123Z`
[[nodiscard]] std::string to_text(std::chrono::system_clock::time_point when);

} // namespace alembicore::server
