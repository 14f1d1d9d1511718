// What the server answers: the routes of each resource.
#pragma once

#include "access/door.hpp"
#include "http/router.hpp"
#include "metrics.hpp"
#include "resources/run_requests.hpp"
#include "workspace/cancellable.hpp"
#include "workspace/runs.hpp"
#include "workspace/workspace.hpp"

#include <vector>

namespace alembicore::server::resources {

[[nodiscard]] std::vector<http::route>
migration_routes(workspace& served, runs const& going, cancellable_requests& comparisons);
[[nodiscard]] std::vector<http::route> migration_run_routes(run_desk const& desk);
[[nodiscard]] std::vector<http::route> half_done_routes(run_desk const& desk);
[[nodiscard]] std::vector<http::route> rewriting_routes(run_desk const& desk);
[[nodiscard]] std::vector<http::route> revision_file_routes(workspace& served);
[[nodiscard]] std::vector<http::route> lint_routes(workspace& served);
[[nodiscard]] std::vector<http::route>
drift_routes(workspace& served, metrics& counted, cancellable_requests& comparisons);
[[nodiscard]] std::vector<http::route> backup_routes(run_desk const& desk);
[[nodiscard]] std::vector<http::route> journal_routes(workspace& served);
[[nodiscard]] std::vector<http::route> run_routes(workspace& served, runs& going);
[[nodiscard]] std::vector<http::route> model_routes(workspace& served);
[[nodiscard]] std::vector<http::route> schema_routes(workspace& served);
[[nodiscard]] std::vector<http::route> table_routes(workspace& served);
[[nodiscard]] std::vector<http::route> database_routes(workspace& served);
[[nodiscard]] std::vector<http::route> session_routes(access::door& entrance);
[[nodiscard]] std::vector<http::route> health_routes(workspace& served);
[[nodiscard]] std::vector<http::route> metric_routes(workspace& served, metrics const& counted);

} // namespace alembicore::server::resources
