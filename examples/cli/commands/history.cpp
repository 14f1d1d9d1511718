#include "commands/commands.hpp"

#include "invocation.hpp"
#include "lanes.hpp"
#include "listing.hpp"
#include "revisions.hpp"

namespace alembicore::cli {

namespace {

void say_graph(console const& shown, std::vector<lane_node> const& nodes, bool states_known) {
    for (auto const& line : draw_lanes(nodes, shown.out_look))
        shown.say(line);
    if (states_known && shown.out_look.interactive)
        shown.say("\n" + lane_legend(shown.out_look));
}

void run(invocation& call) {
    auto const range = parse_range(call.given.value_or("rev-range", ":"));
    auto const opened = open_project(call);
    auto const& graph = opened.graph();
    bool const mark = call.given.has("indicate-current");
    std::optional<std::vector<std::string>> current;
    if (mark || range.lower == "current" || range.upper == "current")
        current = read_current(opened);
    auto const order = graph.history(range, current.value_or(std::vector<std::string>{}));
    if (call.shown.json)
        return print_revisions(call, opened, order, current);
    if (call.given.has("graph"))
        return say_graph(call.shown, lane_nodes(graph, order, current, call.shown.out_look), current.has_value());
    std::vector<std::string> const marked = mark ? *current : std::vector<std::string>{};
    for (auto const& id : order) {
        auto const& shown = *graph.find(id);
        call.shown.say(
            call.given.has("verbose")
                ? render_entry(graph, shown, marked)
                : render_line(graph, shown, {.labels = true, .doc = true, .parents = true}, marked)
        );
    }
}

} // namespace

command history_command() {
    using enum option_kind;
    return {
        .name = "history",
        .group = command_group::look,
        .summary = "list the revisions, newest first; --graph draws them",
        .details = "Lists the revisions, newest first. With --graph it draws them as lanes: solid lines go to parents, "
                   "dotted ones to what a revision depends on; with -i the database is asked which are applied.",
        .arguments = {},
        .options =
            {
                {"rev-range", 'r', value, "START:END", "only these; either end may be empty, relative, or 'current'"},
                {"verbose", 'v', flag, "", "an entry of several lines for each"},
                {"indicate-current", 'i', flag, "", "ask the database and mark its revisions"},
                {"graph", 'g', flag, "", "draw lanes"},
            },
        .examples =
            {
                {"history --graph -i", "the whole picture"},
                {"history -r current:", "what is not applied yet"},
                {"history -r-3:", "the newest three and their parent"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
