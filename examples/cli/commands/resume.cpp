#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "migration.hpp"
#include "progress.hpp"

#include <alembicore/half_done.hpp>
#include <alembicore/json.hpp>

#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

fate chosen_fate(invocation const& call) {
    auto const word = call.given.value("begun");
    if (!word)
        return fate::unknown;
    if (*word == "done")
        return fate::done;
    if (*word == "not-done")
        return fate::not_done;
    throw error{errc::bad_usage, "--begun: there is no '" + *word + "'", "give done or not-done"};
}

std::string_view render(fate of) {
    switch (of) {
    case fate::done:
        return "it is done";
    case fate::not_done:
        return "it is not done";
    case fate::unknown:
        break;
    }
    return "nobody knows whether it is done: look, and say --begun done or not-done";
}

std::string render(half_done_revision const& state) {
    std::string text = "revision " + state.revision + " is half done since run " + std::to_string(state.run) + ": " +
                       (state.kind == direction::upgrade ? "upgrade" : "downgrade") + " of " + state.file + "\n";
    auto const add = [&](std::string_view what, std::string_view value) {
        text.append("  ").append(what).append(value).append("\n");
    };
    for (auto const& each : state.done)
        add("done:     ", each);
    if (state.begun) {
        add("stopped:  ", *state.begun);
        add("          ", render(state.begun_fate));
    }
    if (!state.leftover.empty())
        add("INVALID:  ", state.leftover + ", which is dropped before the statement runs again");
    for (auto const& each : state.left)
        add("left:     ", each);
    for (auto const& each : state.undo)
        add("to undo:  ", each);
    text += state.obstacle ? describe(*state.obstacle) : "finish it with: alembicore resume --finish";
    text += "\n";
    return text +
           (state.undo_obstacle ? describe(*state.undo_obstacle) : "take it back with: alembicore resume --undo");
}

void show(invocation const& call) {
    auto [opened, target] = open_connected(call);
    auto const state = find_half_done(opened, target);
    if (call.shown.json)
        return call.shown.print(boost::json::object{{"half_done", state ? to_json(*state) : boost::json::value{}}});
    call.shown.say(state ? render(*state) : "no revision is half done");
}

void run(invocation& call) {
    bool const undoes = call.given.has("undo");
    if (undoes && call.given.has("finish"))
        throw error{errc::bad_usage, "--finish and --undo exclude each other", "give one of them"};
    if (!undoes && !call.given.has("finish"))
        return show(call);
    interrupt const stop;
    auto [opened, target] = open_to_migrate(call, stop.token());
    run_options options;
    options.stop = stop.token();
    add_limits(call, options);
    auto const work = undoes ? undo_half_done : finish_half_done;
    auto const report = work(opened, target, chosen_fate(call), show_progress(call.shown), options);
    if (call.shown.json)
        call.shown.print(to_json(report));
}

} // namespace

command resume_command() {
    using enum option_kind;
    return {
        .name = "resume",
        .group = command_group::migrate,
        .summary = "show, and finish or undo, a revision that was stopped half-way",
        .details =
            "What a revision does outside a transaction (an autocommit block) stays when its run is stopped. "
            "'resume' shows from the journal which statements are done, which one was stopped, what it left behind, "
            "and which are left; with --finish these run, and the version row moves. With --undo what is done is "
            "dropped again, where it is known exactly what that is and nobody has put rows into it.",
        .arguments = {},
        .options = with_limit_options({
            {"finish", '\0', flag, "", "run what is left"},
            {"undo", '\0', flag, "", "take back what is done"},
            {"begun", '\0', value, "FATE", "what became of the stopped statement: done or not-done"},
        }),
        .examples =
            {
                {"resume", "what is half done?"},
                {"resume --finish", "run the rest of it"},
                {"resume --undo", "go back to where it began"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
