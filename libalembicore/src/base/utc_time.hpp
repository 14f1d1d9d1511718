// Moments as text, in UTC.
#pragma once

#include <chrono>
#include <string>

namespace alembicore::base {

/// `2026-11-26T10:15:30`, without a zone, so that a fraction may follow.
[[nodiscard]] std::string utc_text(std::chrono::system_clock::time_point when);

} // namespace alembicore::base
