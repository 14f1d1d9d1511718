#include "commands/commands.hpp"

#include "generated_file.hpp"
#include "interrupt.hpp"
#include "invocation.hpp"
#include "migration.hpp"
#include "progress.hpp"

#include <alembicore/autogenerate.hpp>
#include <alembicore/error.hpp>
#include <alembicore/json.hpp>

#include <ostream>

namespace alembicore::cli {

namespace {

new_revision revision_of(invocation const& call) {
    new_revision wanted;
    wanted.message = call.given.value_or("message", "");
    wanted.id = call.given.value_or("rev-id", "");
    wanted.heads = {call.given.value_or("head", "head")};
    wanted.splice = call.given.has("splice");
    wanted.branch_labels = call.given.values("branch-label");
    wanted.depends_on = call.given.values("depends-on");
    wanted.version_path = call.given.value_or("version-path", "");
    return wanted;
}

void say(console const& shown, autogenerate::report const& made) {
    if (!shown.quiet)
        for (auto const& each : made.candidate.detected)
            shown.log("INFO", "alembic.autogenerate.compare", each);
    for (auto const& each : made.candidate.notes)
        shown.err << "warning: " << each << '\n';
    if (made.candidate.discarded)
        return shown.say("Nothing was written: process_revision_directives of env.py leaves the revision out.");
    if (!made.written)
        return shown.say(made.text);
    say_done(shown, "Generating " + made.path.string());
    for (auto const& each : made.hooks)
        say_hook(shown, each);
}

void run_autogenerate(invocation& call) {
    if (call.given.has("sql"))
        throw error{
            errc::bad_usage,
            "Using --sql with --autogenerate does not make any sense",
            "leave --sql out: the models are compared with a database"};
    interrupt const stop;
    auto [opened, target] = open_connected(call, stop.token());
    auto const made = autogenerate::make(
        opened,
        target,
        {.revision = revision_of(call),
         .engine = chosen_engine(call),
         .python = call.given.value_or("python", ""),
         .effect = call.given.has("dry-run") ? autogenerate::effect::none : autogenerate::effect::written,
         .events = show_progress(call.shown),
         .stop = stop.token()}
    );
    if (call.shown.json)
        return call.shown.print(to_json(made));
    say(call.shown, made);
}

void run(invocation& call) {
    if (call.given.has("autogenerate"))
        return run_autogenerate(call);
    for (auto const* only : {"dry-run", "engine", "python"})
        if (call.given.has(only) || call.given.value(only))
            throw error{
                errc::bad_usage,
                "--" + std::string{only} + " is for --autogenerate",
                "give both, or leave it out: an empty revision needs neither models nor a database"};
    auto const opened = open_project(call);
    say_generated(call, opened.create_revision(revision_of(call)));
}

} // namespace

command revision_command() {
    using enum option_kind;
    return {
        .name = "revision",
        .group = command_group::write,
        .summary = "write a new revision file, empty or from the models",
        .details =
            "Writes a new revision file from the project's script.py.mako and runs the post-write hooks. With "
            "--autogenerate the models of target_metadata are compared with the database, which must be at the heads, "
            "by "
            "the rules of Alembic, and upgrade() and downgrade() are written as Alembic writes them. The models are "
            "read without running the project; where that is not enough, --engine auto lets Alembic itself compare, in "
            "the project's own Python. Read what it writes: it knows no renaming, for example.",
        .arguments = {},
        .options =
            {
                {"message", 'm', value, "TEXT", "what the revision does"},
                {"autogenerate", '\0', flag, "", "compare the models with the database, and write what differs"},
                {"dry-run", '\0', flag, "", "with --autogenerate: show the revision, and write nothing"},
                {"engine", '\0', value, "ENGINE", "with --autogenerate: auto (default), native or python"},
                {"python", '\0', value, "PATH", "the interpreter to use, instead of searching for one"},
                {"sql", '\0', flag, "", "accepted; changes nothing without a database"},
                {"head", '\0', value, "REV", "the parent (default: head), or base for a new root"},
                {"splice", '\0', flag, "", "allow a parent that is not a head"},
                {"branch-label", '\0', value, "LABEL", "label of the branch that begins here"},
                {"version-path", '\0', value, "DIR", "which of the version_locations to write to"},
                {"rev-id", '\0', value, "ID", "the id, instead of a random one"},
                {"depends-on", '\0', list, "REV", "what this revision depends on; repeatable"},
            },
        .examples =
            {
                {"revision -m 'add users'", "the usual case"},
                {"revision --autogenerate -m 'add users'", "out of the models"},
                {"revision --autogenerate --dry-run", "what would it be?"},
                {"revision -m billing --head base --branch-label billing", "a branch of its own"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
