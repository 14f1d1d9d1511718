// Requests that begin a run.
#pragma once

#include "http/router.hpp"
#include "workspace/runs.hpp"

#include <string>

namespace alembicore::server::resources {

/// Who asks, as others are told.
[[nodiscard]] std::string asker_of(http::call const& asked);

/// A run of this kind for who asks.
[[nodiscard]] wanted_run run_for(http::call const& asked, std::string kind);

/// Begins it: 202 with the run, and where it is found. Errors: run_locked.
[[nodiscard]] http::response begin(runs& going, wanted_run wanted);

} // namespace alembicore::server::resources
