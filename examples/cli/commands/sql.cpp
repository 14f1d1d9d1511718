#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "invocation.hpp"
#include "migration.hpp"
#include "progress.hpp"
#include "rehearsal_listing.hpp"
#include "rehearsal_options.hpp"
#include "reviewed.hpp"

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
    auto const how = run_options_of(call, stop.token());
    auto const file = file_of(call);
    auto const seen = look_first(call, stop.token(), [&, &of = opened, &in = target](review::options const& wanted) {
        return review::look_at_sql(of, in, file, wanted);
    });
    auto const report = apply_sql(opened, target, file, how, show_progress(call.shown));
    print_with_review(call, to_json(report), seen);
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
            "database stay as they are. As before a run of revisions there is a backup where something is lost, and "
            "a question on a terminal; the journal records it. --rehearse tries the file as 'rehearse' does "
            "revisions.",
        .arguments = {{"ACTION", arity::one, "apply", {"apply"}}, {"FILE", arity::at_least_one, "a file of SQL", {}}},
        .options = with_rehearsal_options(with_backup_options(with_limit_options({
            {"rehearse", '\0', flag, "", "only try it"},
            {"yes", 'y', flag, "", "do not ask where something is destroyed or risky"},
        }))),
        .examples =
            {
                {"sql apply fix.sql --rehearse --data all", "what would it do?"},
                {"sql apply fix.sql", "do it"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
