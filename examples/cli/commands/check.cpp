#include "commands/commands.hpp"

#include "invocation.hpp"

#include <alembicore/error.hpp>

namespace alembicore::cli {

namespace {

void run(invocation&) {
    throw error{
        errc::bad_usage,
        "check needs model comparison, which this version does not have yet",
        "run 'alembic check' for now: both tools work on the same project"};
}

} // namespace

command check_command() {
    return {
        .name = "check",
        .group = command_group::more,
        .summary = "not available yet: needs model comparison",
        .details =
            "Will compare the models with the database. That needs model comparison, which this version does not "
            "have yet; it exits with 2.",
        .arguments = {},
        .options = {},
        .examples = {},
        .run = run,
    };
}

} // namespace alembicore::cli
