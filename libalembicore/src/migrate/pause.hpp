// Sleeping that a stop request ends.
#pragma once

#include <chrono>
#include <stop_token>

namespace alembicore::migrate {

/// Sleeps; at once over when a stop is asked for.
void pause(std::chrono::milliseconds length, std::stop_token const& stop);

} // namespace alembicore::migrate
