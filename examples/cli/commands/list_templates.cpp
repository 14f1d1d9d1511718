#include "commands/commands.hpp"

#include "invocation.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

void run(invocation& call) {
    if (call.shown.json) {
        boost::json::array templates;
        for (auto const& each : project_templates())
            templates.push_back(boost::json::object{{"name", each.name}, {"description", each.description}});
        return call.shown.print(boost::json::object{{"templates", std::move(templates)}});
    }
    call.shown.say("Available templates:\n");
    for (auto const& each : project_templates())
        call.shown.say(each.name + " - " + each.description);
    call.shown.say("\nTemplates are used via the 'init' command, e.g.:");
    call.shown.say("\n  alembicore init --template generic ./scripts");
}

} // namespace

command list_templates_command() {
    return {
        .name = "list_templates",
        .group = command_group::write,
        .summary = "list what 'init' can start from",
        .details = "Lists the layouts that 'alembicore init --template' can write.",
        .arguments = {},
        .options = {},
        .examples = {},
        .run = run,
    };
}

} // namespace alembicore::cli
