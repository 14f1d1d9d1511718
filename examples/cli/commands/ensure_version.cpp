#include "commands/commands.hpp"

#include "invocation.hpp"

#include <alembicore/migrator.hpp>

#include <boost/json/object.hpp>

#include <sstream>

namespace alembicore::cli {

namespace {

void print_script(console const& shown, project const& opened) {
    if (!shown.json)
        return opened.render_version_table(shown.out);
    std::ostringstream script;
    opened.render_version_table(script);
    shown.print(boost::json::object{{"sql", script.str()}});
}

void run(invocation& call) {
    if (call.given.has("sql"))
        return print_script(call.shown, open_project(call));
    auto [opened, target] = open_connected(call);
    migrator{opened, target}.ensure_version();
    if (call.shown.json)
        call.shown.print(boost::json::object{{"version_table", opened.settings().version_table}});
}

} // namespace

command ensure_version_command() {
    return {
        .name = "ensure_version",
        .group = command_group::migrate,
        .summary = "create the version table where it is missing",
        .details = "Creates the version table where it is missing, and changes nothing else.",
        .arguments = {},
        .options = {{"sql", '\0', option_kind::flag, "", "print the SQL instead of running it"}},
        .examples = {{"ensure_version", "before a first 'stamp' by hand"}},
        .run = run,
    };
}

} // namespace alembicore::cli
