#include "commands/commands.hpp"

#include "invocation.hpp"
#include "listing.hpp"
#include "revisions.hpp"

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    auto const opened = open_project(call);
    auto const meant = revisions_meant_by(opened, call.given.arguments().front());
    if (call.shown.json)
        return print_revisions(call, opened, meant.ids, meant.current);
    for (auto const& id : meant.ids)
        call.shown.say(render_entry(opened.graph(), *opened.graph().find(id)));
}

} // namespace

command show_command() {
    return {
        .name = "show",
        .group = command_group::look,
        .summary = "show one revision: parents, labels, file, message",
        .details = "Shows what the file of a revision declares.",
        .arguments = {{"REVISION", arity::one, "a revision, head, heads, or current (asks the database)", {}}},
        .options = {},
        .examples = {{"show ae10", "any unique beginning of an id will do"}, {"show current", "what is applied"}},
        .run = run,
    };
}

} // namespace alembicore::cli
