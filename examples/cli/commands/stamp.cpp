#include "commands/commands.hpp"

#include "migration.hpp"
#include "offline_range.hpp"

namespace alembicore::cli {

namespace {

void print_stamp(invocation const& call) {
    if (call.given.has("purge"))
        throw error{errc::bad_usage, "--purge cannot be used with --sql", "name the start instead: FROM:TO"};
    std::vector<std::string> targets;
    std::string start;
    for (auto const& argument : call.given.arguments()) {
        auto const range = parse_offline_range(argument);
        if (range.has_start && !start.empty() && range.from != start)
            throw error{
                errc::bad_range,
                "Stamp operation with --sql only supports a single starting revision at a time",
                "use the same start in every range"};
        if (range.has_start)
            start = range.from;
        targets.push_back(range.to);
    }
    auto const opened = open_project(call);
    print_script(call, opened, plan_stamp(opened.graph(), targets, rows_at(opened.graph(), start)));
}

void run(invocation& call) {
    if (call.given.has("sql"))
        return print_stamp(call);
    auto const mode = call.given.has("purge") ? migrator::stamp_mode::purge : migrator::stamp_mode::keep;
    run_online(call, [&](migrator& runner, run_options const& options) {
        return runner.stamp(call.given.arguments(), mode, options);
    });
}

} // namespace

command stamp_command() {
    using enum option_kind;
    return {
        .name = "stamp",
        .group = command_group::migrate,
        .summary = "record revisions as applied without running them",
        .details = "Writes revisions into the version table without running them; nothing else changes.",
        .arguments = {{"REVISION", arity::at_least_one, "revisions, heads, or base; FROM:TO with --sql", {}}},
        .options = with_limit_options({
            {"sql", '\0', flag, "", "print the SQL instead of running it"},
            {"tag", '\0', value, "TAG", "accepted for env.py"},
            {"purge", '\0', flag, "", "empty the version table first"},
        }),
        .examples =
            {
                {"stamp head", "adopt a database that has the schema already"},
                {"stamp --purge ae10", "repair a version table that holds unknown revisions"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
