// What is said about a file that was written.
#pragma once

#include "invocation.hpp"

#include <string>

namespace alembicore::cli {

/// A line about something done, as Alembic prints it: `Generating … ...  done`, indented on a terminal.
void say_done(console const& shown, std::string const& what);

/// What became of a post-write hook; what it wrote goes to standard error.
void say_hook(console const& shown, hook_report const& hook);

/// A new revision file and the hooks that ran on it; in JSON the revision as it now stands in the project.
void say_generated(invocation const& call, created_revision const& made);

} // namespace alembicore::cli
