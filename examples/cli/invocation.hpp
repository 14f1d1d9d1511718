// One call of a command: what was given, where words go, and the ways from there into the library.
#pragma once

#include "command.hpp"
#include "console.hpp"
#include "parse.hpp"

#include <alembicore/database.hpp>
#include <alembicore/project.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::cli {

struct invocation {
    command const& chosen;
    given_values const& given;
    console const& shown;
    int status = 0; ///< the exit status of a command that has said its result, where that is not good
};

[[nodiscard]] settings_request request_of(invocation const& call);

/// The project that the global options name. What is the matter with it is said on standard error.
[[nodiscard]] project open_project(invocation const& call);

/// Where the database is, for commands that need no project: with --database-url no alembic.ini is looked for.
/// Errors: as `load_settings` and `require_database_url`.
[[nodiscard]] database_url database_address(invocation const& call);

/// A project and its database.
struct connected_project {
    project opened;
    database target;
};

/// Connects while the project's files are read. Errors: those of `open_project`, of `project::database_url`, and of
/// `database::connect`, in this order.
[[nodiscard]] connected_project open_connected(invocation const& call, std::stop_token const& stop = {});

/// As that, and makes the evaluation of revisions ready meanwhile.
[[nodiscard]] connected_project open_to_migrate(invocation const& call, std::stop_token const& stop);

/// The rows of the project's version table, whatever they say.
[[nodiscard]] std::vector<std::string> read_current(connected_project& from);

/// As `read_current`, for a command that may do without a database. Connects first.
[[nodiscard]] std::vector<std::string> read_current(project const& opened);

/// `rows`. Errors: unknown_database_revision when the project does not have one of them.
[[nodiscard]] std::vector<std::string> require_known(project const& opened, std::vector<std::string> rows);

} // namespace alembicore::cli
