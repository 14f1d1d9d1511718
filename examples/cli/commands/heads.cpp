#include "commands/commands.hpp"

#include "invocation.hpp"
#include "listing.hpp"
#include "revisions.hpp"

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    auto const opened = open_project(call);
    auto const& graph = opened.graph();
    auto const heads = call.given.has("resolve-dependencies") ? graph.real_heads() : graph.heads();
    if (call.shown.json)
        return print_revisions(call, opened, heads);
    for (auto const& id : heads) {
        auto const& shown = *graph.find(id);
        call.shown.say(
            call.given.has("verbose") ? render_entry(graph, shown)
                                      : render_line(graph, shown, {.labels = true, .tree_marks = false})
        );
    }
}

} // namespace

command heads_command() {
    using enum option_kind;
    return {
        .name = "heads",
        .group = command_group::look,
        .summary = "show the heads: revisions that no other follows",
        .details = "Shows the revisions that no other revision follows. An 'effective head' is followed by none, but "
                   "another revision depends on it.",
        .arguments = {},
        .options =
            {
                {"verbose", 'v', flag, "", "an entry of several lines for each"},
                {"resolve-dependencies", '\0', flag, "", "leave out heads that another revision depends on"},
            },
        .examples = {{"heads", "more than one means that a merge is due"}},
        .run = run,
    };
}

} // namespace alembicore::cli
