#include "commands/commands.hpp"

#include "generated_file.hpp"
#include "invocation.hpp"

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    new_revision wanted;
    wanted.message = call.given.value_or("message", "");
    wanted.id = call.given.value_or("rev-id", "");
    wanted.splice = call.given.has("splice");
    wanted.branch_labels = call.given.values("branch-label");
    auto const opened = open_project(call);
    say_generated(call, opened.merge(call.given.arguments(), wanted));
}

} // namespace

command merge_command() {
    using enum option_kind;
    return {
        .name = "merge",
        .group = command_group::write,
        .summary = "write a revision that joins several heads",
        .details = "Writes a revision that has several heads as its parents, so that there is one head again.",
        .arguments = {{"REVISION", arity::at_least_one, "the revisions to join, or heads for all heads", {}}},
        .options =
            {
                {"message", 'm', value, "TEXT", "what the revision does"},
                {"branch-label", '\0', value, "LABEL", "label of the branch that begins here"},
                {"rev-id", '\0', value, "ID", "the id, instead of a random one"},
                {"splice", '\0', flag, "", "allow revisions that are not heads"},
            },
        .examples = {{"merge heads -m 'join the heads'", "after two branches were merged in git"}},
        .run = run,
    };
}

} // namespace alembicore::cli
