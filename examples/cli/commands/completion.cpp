#include "commands/commands.hpp"

#include "completion.hpp"
#include "invocation.hpp"

#include <boost/json/object.hpp>

#include <ostream>

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    auto const script = render_completion(call.given.arguments().front());
    if (call.shown.json)
        return call.shown.print(boost::json::object{{"script", script}});
    call.shown.out << script;
}

} // namespace

command completion_command() {
    return {
        .name = "completion",
        .group = command_group::more,
        .summary = "print completion for bash, zsh or fish",
        .details = "Prints a script that teaches a shell to complete commands, options and revisions.",
        .arguments = {{"SHELL", arity::one, "bash, zsh or fish", {"bash", "zsh", "fish"}}},
        .options = {},
        .examples = {{"completion bash >> ~/.bashrc", "for every new shell"}},
        .run = run,
    };
}

} // namespace alembicore::cli
