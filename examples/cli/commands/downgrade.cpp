#include "commands/commands.hpp"

#include "migration.hpp"
#include "offline_range.hpp"
#include "reviewed.hpp"

namespace alembicore::cli {

namespace {

void print_downgrade(invocation const& call, std::string const& target) {
    auto const range = parse_offline_range(target);
    if (!range.has_start)
        throw error{
            errc::bad_usage,
            "downgrade with --sql requires <fromrev>:<torev>",
            "say where the script starts: alembicore downgrade head:" + target + " --sql"};
    auto const opened = open_project(call);
    print_script(call, opened, plan_downgrade(opened.graph(), range.to, rows_at(opened.graph(), range.from)));
}

void run(invocation& call) {
    auto const& target = call.given.arguments().front();
    if (call.given.has("sql"))
        return print_downgrade(call, target);
    run_reviewed(call, direction::downgrade);
}

} // namespace

command downgrade_command() {
    using enum option_kind;
    return {
        .name = "downgrade",
        .group = command_group::migrate,
        .summary = "undo revisions down to a target",
        .details =
            "Undoes what was applied after the target, newest first. Data that a revision drops is gone: on a terminal "
            "it asks before that; elsewhere it says so and goes on.",
        .arguments = {{"REVISION", arity::one, "a revision to stay at, base, or -N; FROM:TO with --sql", {}}},
        .options = with_review_options(with_backup_options(with_engine_options({
            {"sql", '\0', flag, "", "print the SQL instead of running it"},
            {"tag", '\0', value, "TAG", "accepted for env.py"},
        }))),
        .examples =
            {
                {"downgrade -1", "undo the last one"},
                {"downgrade base", "undo everything"},
                {"downgrade head:ae10 --sql", "the script from one revision to another"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
