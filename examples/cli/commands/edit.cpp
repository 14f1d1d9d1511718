#include "commands/commands.hpp"

#include "editor.hpp"
#include "invocation.hpp"
#include "revisions.hpp"

#include <alembicore/error.hpp>

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    auto const& wanted = call.given.arguments().front();
    auto const opened = open_project(call);
    auto const meant = revisions_meant_by(opened, wanted);
    if (meant.ids.empty() && wanted == "current")
        throw error{errc::bad_target, "No current revisions", "the database is at base: name a revision"};
    if (meant.ids.empty())
        throw error{
            errc::bad_target,
            "No revision files indicated by symbol '" + wanted + "'",
            "name a revision that has a file"};
    for (auto const& id : meant.ids)
        edit_file(opened.graph().find(id)->path);
    if (call.shown.json)
        print_revisions(call, opened, meant.ids, meant.current);
}

} // namespace

command edit_command() {
    return {
        .name = "edit",
        .group = command_group::write,
        .summary = "open a revision file in the editor",
        .details = "Opens the file of a revision with EDITOR, else VISUAL, else the first of sensible-editor, editor, "
                   "nano, vim and code that is installed.",
        .arguments = {{"REVISION", arity::one, "a revision, head, heads, or current (asks the database)", {}}},
        .options = {},
        .examples = {{"edit head", "the newest revision"}},
        .run = run,
    };
}

} // namespace alembicore::cli
