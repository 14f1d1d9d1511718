// What Alembic in the project's Python is asked to do.
#pragma once

#include "interpreter/child.hpp"
#include "interpreter/find.hpp"
#include "migrate/blocker_response.hpp"
#include "migrate/version_table.hpp"
#include "postgres/connection.hpp"

#include <alembicore/database_url.hpp>
#include <alembicore/event.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::interpreter {

/// What Alembic must be told of a project.
struct project_description {
    std::filesystem::path config_file;
    std::filesystem::path pyproject_file;
    std::filesystem::path script_location;
    std::vector<std::filesystem::path> version_locations;
    std::string section;
    std::vector<std::string> x_arguments;
    std::string tag;
    std::optional<transaction_mode> transactions; ///< instead of what env.py says
    std::optional<database_url> url;              ///< of a script; a run has a connection
    std::map<std::string, std::string> environment;
    std::filesystem::path directory;
};

/// Work for a Python of the project's, and the way to find one.
struct task {
    project_description project;
    search_request places;
    python_need need;
    interpreter::program program = program::run_alembic;
    std::function<statement_limits(step const&)> limits{}; ///< of each step of a run; may be empty
    std::optional<migrate::watch_wishes> watch{}; ///< of statements that wait for a lock; absent: a pooler stands
                                                  ///< between, and nobody looks
    std::function<void()> silence{};              ///< see child_request; may be empty
    event_sink events;                            ///< may be empty
    std::stop_token stop;
};

/// The version table as env.py configures it.
struct version_rows {
    migrate::version_table table;
    std::vector<std::string> rows;
};

/// From the message `connected`.
[[nodiscard]] version_rows version_rows_of(boost::json::object const& connected);

/// The request of a plan without what only a connection knows.
[[nodiscard]] boost::json::object describe_plan(plan const& decided);

/// Runs the work with the first Python that can. `own` is the connection to the database that is to be migrated; null
/// for a script.
/// Errors: python_unavailable; whatever sinks throw.
[[nodiscard]] child_end run_task(
    task const& wanted,
    boost::json::object work,
    postgres::connection* own,
    std::ostream* output,
    message_sink const& messages
);

/// The rows of the version table that env.py names, for where only running it can tell.
/// Errors: python_unavailable, python_exception, connection_failed, bad_database_url, child_process_failed, cancelled.
[[nodiscard]] version_rows read_rows(postgres::connection& own, task const& wanted);

/// What `alembic … --sql` prints. Errors: as `read_rows`; version_mismatch.
void write_script(plan const& decided, task const& wanted, std::ostream& out);

} // namespace alembicore::interpreter
