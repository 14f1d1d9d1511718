#include "commands/commands.hpp"

#include "invocation.hpp"
#include "listing.hpp"
#include "revisions.hpp"

#include <alembicore/error.hpp>

#include <algorithm>

namespace alembicore::cli {

namespace {

/// What the heads are is not known while a file cannot be read.
void require_readable(project const& opened) {
    for (auto const& finding : opened.diagnostics())
        if (finding.severity == severity::error)
            throw to_error(finding);
}

void check_heads(std::vector<std::string> current, std::vector<std::string> heads) {
    std::ranges::sort(current);
    std::ranges::sort(heads);
    if (current == heads)
        return;
    error_info info;
    info.code = errc::bad_target;
    info.message = "Database is not on all head revisions";
    info.reason = "it holds " + (current.empty() ? "none" : join(current)) + "; the heads are " + join(heads);
    info.remedy = "run: alembicore upgrade heads";
    throw error{std::move(info)};
}

void run(invocation& call) {
    auto connected = open_connected(call);
    auto const& opened = connected.opened;
    auto const& graph = opened.graph();
    auto const current = require_known(opened, read_current(connected));
    bool const verbose = call.given.has("verbose");
    if (verbose)
        call.shown.say("Current revision(s) for " + opened.settings().database_url->masked() + ":");
    if (call.given.has("check-heads")) {
        require_readable(opened);
        check_heads(current, graph.heads());
    }
    auto const tips = graph.current_tips(current);
    if (call.shown.json)
        return print_revisions(call, opened, tips, current);
    for (auto const& id : tips) {
        auto const& shown = *graph.find(id);
        call.shown.say(verbose ? render_entry(graph, shown) : render_line(graph, shown, {}));
    }
}

} // namespace

command current_command() {
    using enum option_kind;
    return {
        .name = "current",
        .group = command_group::look,
        .summary = "show what the database is at",
        .details = "Shows the revisions that the database is at. Nothing is written.",
        .arguments = {},
        .options =
            {
                {"check-heads", 'c', flag, "", "fail unless the database is at every head"},
                {"verbose", 'v', flag, "", "which database, and an entry of several lines for each revision"},
            },
        .examples = {{"current --check-heads", "in a deployment: is this database up to date?"}},
        .run = run,
    };
}

} // namespace alembicore::cli
