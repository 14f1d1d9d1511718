// One call of a command: what was given, where words go, and the ways from there into the library.
#pragma once

#include "command.hpp"
#include "console.hpp"
#include "parse.hpp"

#include <alembicore/database.hpp>
#include <alembicore/project.hpp>

#include <string>
#include <vector>

namespace alembicore::cli {

struct invocation {
    command const& chosen;
    given_values const& given;
    console const& shown;
};

[[nodiscard]] settings_request request_of(invocation const& call);

/// The project that the global options name. What is the matter with it is said on standard error.
[[nodiscard]] project open_project(invocation const& call);

/// Errors: those of `project::database_url` and `database::connect`.
[[nodiscard]] database connect(project const& opened);

/// The rows of the project's version table, whatever they say.
[[nodiscard]] std::vector<std::string> read_current(project const& opened);

/// As `read_current`. Errors: unknown_database_revision when the project does not have one of them.
[[nodiscard]] std::vector<std::string> read_known_current(project const& opened);

} // namespace alembicore::cli
