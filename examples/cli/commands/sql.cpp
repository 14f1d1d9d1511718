#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "invocation.hpp"
#include "migration.hpp"
#include "progress.hpp"
#include "rehearsal_listing.hpp"
#include "rehearsal_options.hpp"
#include "table.hpp"

#include <alembicore/json.hpp>
#include <alembicore/sql_file.hpp>

namespace alembicore::cli {

namespace {

std::filesystem::path file_of(invocation const& call) {
    if (call.given.arguments().size() != 2)
        throw error{errc::bad_usage, "sql apply takes one file", "apply one after the other"};
    return call.given.arguments().back();
}

void rehearse(invocation& call) {
    interrupt const stop;
    auto how = rehearsal_options(call);
    how.stop = stop.token();
    auto [opened, target] = open_to_migrate(call, stop.token());
    auto const found = rehearse_sql(opened, target, file_of(call), how);
    call.status = found.failure ? 1 : 0;
    show_rehearsal(call.shown, found);
}

void run(invocation& call) {
    if (call.given.has("rehearse"))
        return rehearse(call);
    interrupt const stop;
    auto [opened, target] = open_to_migrate(call, stop.token());
    run_options how;
    how.stop = stop.token();
    if (auto const seconds = call.given.value("lock-wait"))
        how.lock_wait = std::chrono::seconds{parse_count(*seconds, "--lock-wait")};
    auto const report = apply_sql(opened, target, file_of(call), how, show_progress(call.shown));
    if (call.shown.json)
        call.shown.print(to_json(report));
}

} // namespace

command sql_command() {
    using enum option_kind;
    return {
        .name = "sql",
        .group = command_group::migrate,
        .summary = "apply a file of SQL under the lock of a run, or rehearse it",
        .details =
            "Runs the statements of a file in one transaction, while no migration can run. What cannot run in a "
            "transaction (CREATE INDEX CONCURRENTLY, VACUUM) runs outside of it, after what stands before has "
            "been committed. A BEGIN at the beginning and a COMMIT at the end are left out. The revisions of the "
            "database stay as they are. --rehearse tries the file as 'rehearse' does revisions.",
        .arguments = {{"ACTION", arity::one, "apply", {"apply"}}, {"FILE", arity::at_least_one, "a file of SQL", {}}},
        .options = with_rehearsal_options({
            {"rehearse", '\0', flag, "", "only try it"},
            lock_wait_option(),
        }),
        .examples =
            {
                {"sql apply fix.sql --rehearse --data all", "what would it do?"},
                {"sql apply fix.sql", "do it"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
