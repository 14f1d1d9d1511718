#include "commands/commands.hpp"

#include "generated_file.hpp"
#include "invocation.hpp"

#include <alembicore/error.hpp>

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    if (call.given.has("autogenerate"))
        throw error{
            errc::bad_usage,
            "revision --autogenerate needs model comparison, which this version does not have yet",
            "write the revision by hand, or let alembic generate it: both tools work on the same project"};
    new_revision wanted;
    wanted.message = call.given.value_or("message", "");
    wanted.id = call.given.value_or("rev-id", "");
    wanted.heads = {call.given.value_or("head", "head")};
    wanted.splice = call.given.has("splice");
    wanted.branch_labels = call.given.values("branch-label");
    wanted.depends_on = call.given.values("depends-on");
    wanted.version_path = call.given.value_or("version-path", "");
    auto const opened = open_project(call);
    say_generated(call, opened.create_revision(wanted));
}

} // namespace

command revision_command() {
    using enum option_kind;
    return {
        .name = "revision",
        .group = command_group::write,
        .summary = "write a new, empty revision file",
        .details = "Writes a new revision file from the project's script.py.mako and runs the post-write hooks.",
        .arguments = {},
        .options =
            {
                {"message", 'm', value, "TEXT", "what the revision does"},
                {"autogenerate", '\0', flag, "", "not available yet: needs model comparison"},
                {"sql", '\0', flag, "", "accepted; changes nothing without a database"},
                {"head", '\0', value, "REV", "the parent (default: head), or base for a new root"},
                {"splice", '\0', flag, "", "allow a parent that is not a head"},
                {"branch-label", '\0', value, "LABEL", "label of the branch that begins here"},
                {"version-path", '\0', value, "DIR", "which of the version_locations to write to"},
                {"rev-id", '\0', value, "ID", "the id, instead of a random one"},
                {"depends-on", '\0', list, "REV", "what this revision depends on; repeatable"},
            },
        .examples =
            {
                {"revision -m 'add users'", "the usual case"},
                {"revision -m billing --head base --branch-label billing", "a branch of its own"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
