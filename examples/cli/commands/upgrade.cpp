#include "commands/commands.hpp"

#include "migration.hpp"
#include "offline_range.hpp"
#include "reviewed.hpp"

namespace alembicore::cli {

namespace {

void print_upgrade(invocation const& call, std::string const& target) {
    auto const range = parse_offline_range(target);
    auto const opened = open_project(call);
    print_script(call, opened, plan_upgrade(opened.graph(), range.to, rows_at(opened.graph(), range.from)));
}

void run(invocation& call) {
    auto const& target = call.given.arguments().front();
    if (call.given.has("sql"))
        return print_upgrade(call, target);
    run_reviewed(call, direction::upgrade);
}

} // namespace

command upgrade_command() {
    using enum option_kind;
    return {
        .name = "upgrade",
        .group = command_group::migrate,
        .summary = "apply revisions up to a target",
        .details = "Applies what is missing up to the target. Every revision is evaluated before the first statement "
                   "runs; then all run in one transaction, unless env.py says otherwise. On a terminal it asks before "
                   "something is destroyed or risky; elsewhere it says so and goes on.",
        .arguments = {{"REVISION", arity::one, "head, heads, a revision, a label@head, or +N; FROM:TO with --sql", {}}},
        .options = with_review_options(with_backup_options(with_engine_options({
            {"sql", '\0', flag, "", "print the SQL instead of running it"},
            {"tag", '\0', value, "TAG", "accepted for env.py"},
        }))),
        .examples =
            {
                {"upgrade head", "apply everything"},
                {"upgrade +1", "apply the next one"},
                {"upgrade head --rehearse", "try it on a scratch database first"},
                {"upgrade ae10:head --sql", "the script from one revision to another"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
