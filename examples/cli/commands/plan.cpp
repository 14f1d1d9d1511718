#include "commands/commands.hpp"

#include "invocation.hpp"
#include "listing.hpp"
#include "offline_range.hpp"
#include "progress.hpp"

#include <alembicore/json.hpp>
#include <alembicore/plan.hpp>

#include <filesystem>
#include <sstream>

namespace alembicore::cli {

namespace {

std::vector<std::string> parse_rows(revision_graph const& graph, std::string const& text) {
    std::vector<std::string> rows;
    std::istringstream words{text};
    for (std::string word; std::getline(words, word, ',');)
        for (auto const& id : rows_at(graph, word))
            rows.push_back(id);
    return rows;
}

plan decide(revision_graph const& graph, std::vector<std::string> const& words, std::vector<std::string> const& rows) {
    std::vector<std::string> const targets{words.begin() + 1, words.end()};
    if (words.front() == "stamp")
        return plan_stamp(graph, targets, rows);
    if (targets.size() > 1)
        throw error{errc::bad_usage, words.front() + " has one target", "use 'heads' for all of them"};
    return words.front() == "upgrade" ? plan_upgrade(graph, targets.front(), rows)
                                      : plan_downgrade(graph, targets.front(), rows);
}

void say_plan(console const& shown, plan const& decided) {
    auto const named = [](std::vector<std::string> const& rows) { return rows.empty() ? "base" : join(rows); };
    if (decided.steps.empty())
        return shown.say("nothing to do: the database is at " + named(decided.from));
    for (auto const& warning : decided.warnings)
        shown.err << paint(shown.err_look, style::yellow, "warning: ") << warning << '\n';
    std::size_t index = 0;
    for (auto const& each : decided.steps) {
        std::string line = std::to_string(++index) + ". " + render_step(each);
        if (!each.path.empty())
            line += "  " +
                    paint(shown.out_look, style::dim, "(" + std::filesystem::path{each.path}.filename().string() + ")");
        shown.say(line);
    }
    shown.say("then the database is at " + named(decided.heads_after));
}

void run(invocation& call) {
    auto const opened = open_project(call);
    auto const from = call.given.value("from");
    auto const rows = from ? parse_rows(opened.graph(), *from) : read_current(opened);
    auto const decided = decide(opened.graph(), call.given.arguments(), rows);
    if (call.shown.json)
        return call.shown.print(to_json(decided));
    say_plan(call.shown, decided);
}

} // namespace

command plan_command() {
    return {
        .name = "plan",
        .group = command_group::migrate,
        .summary = "show the steps that a run would take, and run nothing",
        .details = "Shows the steps that upgrade, downgrade or stamp would take, in their order. The database is only "
                   "read, and not even that when --from says what it is at.",
        .arguments =
            {
                {"ACTION", arity::one, "upgrade, downgrade or stamp", {"upgrade", "downgrade", "stamp"}},
                {"TARGET", arity::at_least_one, "as for that command", {}},
            },
        .options =
            {{"from", '\0', option_kind::value, "REV,...", "revisions to start from, or base; no database needed"}},
        .examples =
            {
                {"plan upgrade head", "what is pending"},
                {"plan downgrade -1 --from head", "what undoing the last one means"},
                {"plan upgrade head --from base --json", "all steps, for a program"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
