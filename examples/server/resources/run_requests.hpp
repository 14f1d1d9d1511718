// Requests that begin a run.
#pragma once

#include "access/policy.hpp"
#include "http/router.hpp"
#include "resources/answers.hpp"
#include "workspace/runs.hpp"
#include "workspace/workspace.hpp"

#include <alembicore/migrator.hpp>

#include <string>

namespace alembicore::server::resources {

/// What requests for runs are about.
struct run_desk {
    workspace& served;
    runs& going;
    access::policy const& rules;
};

/// Where the server is marked as one for production: that the member 'confirm' of the body has the name of the
/// database. Errors: not_confirmed; those of workspace::database_name.
void require_confirmation(run_desk const& desk, body_members& body);

/// As that, for another database than the project's. Errors: not_confirmed.
void require_confirmation(run_desk const& desk, body_members& body, std::string const& database);

/// Who asks, as others are told.
[[nodiscard]] std::string asker_of(http::call const& asked);

/// A run of this kind for who asks.
[[nodiscard]] wanted_run run_for(http::call const& asked, std::string kind);

/// What the body says of the limits, the backup and the engine of a run. Errors: bad_usage.
[[nodiscard]] run_options run_options_in(body_members& body, http::identity const& who);

/// A handler that begins what `read` makes of the request. The desk must outlive it.
[[nodiscard]] http::handler starts(run_desk const& desk, wanted_run (*read)(run_desk const&, http::call const&));

/// Begins it: 202 with the run, and where it is found. Errors: run_locked.
[[nodiscard]] http::response begin(runs& going, wanted_run wanted);

} // namespace alembicore::server::resources
