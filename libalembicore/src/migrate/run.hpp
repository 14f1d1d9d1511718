// Running a plan on a database.
#pragma once

#include "migrate/version_table.hpp"
#include "migrate/walk.hpp"
#include "postgres/connection.hpp"

#include <alembicore/event.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <chrono>
#include <stop_token>

namespace alembicore::migrate {

/// What happens to the rows that the version table has before the run.
enum class present_rows {
    required, ///< they must be those the plan starts from
    purged,   ///< they are deleted; the plan starts from none
};

struct run_request {
    plan const& decided;
    step_source source;
    version_table table;
    transaction_mode transactions = transaction_mode::per_run;
    present_rows rows = present_rows::required;
    event_sink events; ///< may be empty
    std::stop_token stop;
};

struct run_result {
    std::size_t steps_done = 0;
    std::size_t statements = 0; ///< of revisions
    std::chrono::microseconds elapsed{};
};

/// Evaluates all steps, then runs them. The version table is created where it is missing and has no rows to start from.
/// Where the server's part fails, the error says in which revision and statement,
/// and what the database looks like now.
/// Errors: those of `source`; statement_failed, read_only_database, connection_lost, commit_in_doubt, version_mismatch,
/// cancelled.
run_result run_plan(postgres::connection& on, run_request const& request);

} // namespace alembicore::migrate
