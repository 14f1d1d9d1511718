// Running a plan on a database.
#pragma once

#include "journal/recorder.hpp"
#include "migrate/lock_watch.hpp"
#include "migrate/version_table.hpp"
#include "migrate/walk.hpp"
#include "postgres/connection.hpp"

#include <alembicore/error.hpp>
#include <alembicore/event.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

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
    statement_limits limits{};                                     ///< of every step
    std::function<statement_limits(step const&)> limits_of_step{}; ///< beside those; may be empty
    blocker_policy on_blocked = blocker_policy::wait;
    lock_watch::route route = lock_watch::route::direct;
    journal::recorder* journal = nullptr; ///< null: nothing is recorded
};

struct run_result {
    std::size_t steps_done = 0;
    std::size_t statements = 0; ///< of revisions
    std::chrono::microseconds elapsed{};
};

/// What is permanent of a run that an error has stopped.
struct run_remains {
    run_result done;               ///< committed
    std::vector<std::string> rows; ///< of the version table
    bool partly_done = false;      ///< a step has done something outside a transaction, and is not complete
};

/// The error of a run that had begun.
class stopped_run : public error {
public:
    stopped_run(error_info why, run_remains remains) : error{std::move(why)}, remains_{std::move(remains)} {}

    [[nodiscard]] run_remains const& remains() const noexcept { return remains_; }

private:
    run_remains remains_;
};

/// Evaluates all steps, then runs them. The version table is created where it is missing and has no rows to start from.
/// Where the server's part fails, the error says in which revision and statement,
/// and what the database looks like now.
/// Errors, as `stopped_run` once it has begun: those of `source`; statement_failed, read_only_database,
/// connection_lost, commit_in_doubt, version_mismatch, lock_not_granted, cancelled.
run_result run_plan(postgres::connection& on, run_request const& request);

} // namespace alembicore::migrate
