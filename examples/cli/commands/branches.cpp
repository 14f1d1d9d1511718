#include "commands/commands.hpp"

#include "invocation.hpp"
#include "listing.hpp"
#include "revisions.hpp"

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    auto const opened = open_project(call);
    auto const& graph = opened.graph();
    std::vector<std::string> points;
    for (auto const& id : graph.history())
        if (graph.is_branch_point(id))
            points.push_back(id);
    if (call.shown.json)
        return print_revisions(call, opened, points);
    for (auto const& id : points)
        call.shown.say(render_branch(graph, *graph.find(id), call.given.has("verbose")));
}

} // namespace

command branches_command() {
    return {
        .name = "branches",
        .group = command_group::look,
        .summary = "show the revisions that several others follow",
        .details = "Shows each revision that several others follow, with these.",
        .arguments = {},
        .options = {{"verbose", 'v', option_kind::flag, "", "an entry of several lines for each"}},
        .examples = {{"branches -v", "with messages and paths"}},
        .run = run,
    };
}

} // namespace alembicore::cli
