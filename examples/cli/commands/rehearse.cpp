#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "invocation.hpp"
#include "rehearsal_listing.hpp"
#include "rehearsal_options.hpp"

#include <alembicore/rehearsal.hpp>

namespace alembicore::cli {

namespace {

/// A target without its command: what is behind the database is downgraded to, all else upgraded.
plan decide_by_target(revision_graph const& graph, std::string const& target, std::vector<std::string> const& rows) {
    if (target.starts_with('-') || target == "base")
        return plan_downgrade(graph, target, rows);
    auto up = plan_upgrade(graph, target, rows);
    if (!up.steps.empty() || target.starts_with("head"))
        return up;
    try {
        return plan_downgrade(graph, target, rows);
    } catch (error const& refused) {
        if (refused.code() != errc::bad_target)
            throw;
        return up;
    }
}

plan decide(revision_graph const& graph, std::vector<std::string> const& words, std::vector<std::string> const& rows) {
    if (words.size() == 1)
        return decide_by_target(graph, words.front(), rows);
    if (words.size() == 2 && words.front() == "upgrade")
        return plan_upgrade(graph, words.back(), rows);
    if (words.size() == 2 && words.front() == "downgrade")
        return plan_downgrade(graph, words.back(), rows);
    throw error{errc::bad_usage, "rehearse has one target", "give a revision, or upgrade or downgrade and a revision"};
}

void run(invocation& call) {
    interrupt const stop;
    auto how = rehearsal_options(call);
    how.stop = stop.token();
    auto connected = open_to_migrate(call, stop.token());
    auto const rows = read_current(connected);
    auto const decided = decide(connected.opened.graph(), call.given.arguments(), rows);
    auto const found = rehearsal::rehearse(connected.opened, connected.target, decided, how);
    bool const proven = found.way_back.verdict == rehearsal::verdict::returns || decided.steps.empty();
    call.status = found.failure || (call.given.has("strict") && !proven) ? 1 : 0;
    show_rehearsal(call.shown, found);
}

} // namespace

command rehearse_command() {
    using enum option_kind;
    return {
        .name = "rehearse",
        .group = command_group::migrate,
        .summary = "try a plan where nothing can be harmed: locks, rewrites, times, the way back",
        .details =
            "Runs the steps for real in a scratch database that is made from the schema of the target and dropped "
            "afterwards, then undoes them, and says of every statement which locks it took, which relations it wrote "
            "anew, how many rows it touched, how long it took and how much write-ahead log there was. Exits with 1 "
            "where a step fails; with --strict also where undoing does not give the same schema. --on target "
            "runs them in the database itself, in one transaction that is rolled back: its locks are real ones "
            "meanwhile.",
        .arguments = {{"TARGET", arity::at_least_one, "as for upgrade and downgrade, which may be put before it", {}}},
        .options = with_rehearsal_options({
            {"strict", '\0', flag, "", "exit with 1 where the way back is not proven"},
        }),
        .examples =
            {
                {"rehearse head", "what would an upgrade do?"},
                {"rehearse head --sample 10000 --strict", "with rows, and the way back must hold"},
                {"rehearse downgrade -1 --json", "undoing the last one, for a program"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
