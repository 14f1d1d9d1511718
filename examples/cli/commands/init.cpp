#include "commands/commands.hpp"

#include "generated_file.hpp"
#include "invocation.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

using paths = std::vector<std::filesystem::path>;

boost::json::array texts(paths const& files) {
    boost::json::array array;
    for (auto const& file : files)
        array.emplace_back(file.string());
    return array;
}

std::string files_to_edit(initialised_project const& made) {
    std::string files;
    for (paths const* const list : {&made.written, &made.kept})
        for (auto const& file : *list)
            if (file.extension() == ".ini" || file.filename() == "pyproject.toml")
                files += (files.empty() ? "" : " and ") + file.string();
    return files;
}

void run(invocation& call) {
    auto const made = init_project(
        call.given.arguments().front(),
        call.given.value_or("template", "generic"),
        call.given.has("package"),
        request_of(call)
    );
    if (call.shown.json)
        return call.shown.print(boost::json::object{{"written", texts(made.written)}, {"kept", texts(made.kept)}});
    for (auto const& file : made.written)
        say_done(call.shown, "Generating " + file.string());
    for (auto const& file : made.kept)
        call.shown.say("File " + file.string() + " already exists, skipping");
    call.shown.say("Please edit configuration settings in " + files_to_edit(made) + " before proceeding.");
}

} // namespace

command init_command() {
    using enum option_kind;
    return {
        .name = "init",
        .group = command_group::write,
        .summary = "start a project: alembic.ini, env.py, versions/",
        .details = "Writes a configuration file and a folder with env.py, script.py.mako and versions/, the same as "
                   "Alembic's. Files that exist are left as they are.",
        .arguments = {{"DIRECTORY", arity::one, "the folder of env.py and versions/", {}}},
        .options =
            {
                {"template", 't', value, "NAME", "see 'alembicore list_templates' (default: generic)"},
                {"package", '\0', flag, "", "write __init__.py files too"},
            },
        .examples = {{"init migrations", "in the project's main folder"}},
        .run = run,
    };
}

} // namespace alembicore::cli
