#include "commands/commands.hpp"

#include "drift_listing.hpp"
#include "interrupt.hpp"
#include "invocation.hpp"

#include <alembicore/drift.hpp>
#include <alembicore/json.hpp>

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    interrupt const stop;
    auto [opened, target] = open_to_migrate(call, stop.token());
    drift::options how{.stop = stop.token()};
    if (auto const server = call.given.value("scratch-server"))
        how.scratch_server = parse_database_url(*server, "--scratch-server");
    auto const found = drift::compare(opened, target, how);
    call.status = call.given.has("check") && !found.differences.empty() ? 1 : 0;
    if (call.shown.json)
        return call.shown.print(to_json(found));
    if (!call.shown.quiet)
        call.shown.out << render_drift(found, call.shown.out_look);
}

} // namespace

command drift_command() {
    using enum option_kind;
    return {
        .name = "drift",
        .group = command_group::look,
        .summary = "compare what the history makes, what the database is, and what the models say",
        .details = "Replays the history up to the database's revisions in a scratch database, and says of each part "
                   "that not all three share which side is the odd one out: the database, where somebody has changed "
                   "it by hand; the models, where a revision is still to be written; the history, where database and "
                   "models have what no revision makes. The database is only read.",
        .arguments = {},
        .options =
            {
                {"check", '\0', flag, "", "exit with 1 where they differ"},
                {"scratch-server", '\0', value, "URL", "a server of the same version where databases may be created"},
            },
        .examples = {{"drift", "what has been changed by hand?"}, {"drift --check --json", "for CI"}},
        .run = run,
    };
}

} // namespace alembicore::cli
