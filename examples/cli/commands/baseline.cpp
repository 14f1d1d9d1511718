#include "commands/commands.hpp"

#include "generated_file.hpp"
#include "interrupt.hpp"
#include "invocation.hpp"
#include "schema_listing.hpp"

#include <alembicore/baseline.hpp>
#include <alembicore/json.hpp>

#include <ostream>

namespace alembicore::cli {

namespace {

baseline::options options_of(invocation const& call) {
    baseline::options how;
    how.message = call.given.value_or("message", "baseline");
    how.id = call.given.value_or("rev-id", "");
    how.version_path = call.given.value_or("version-path", "");
    how.schemas = call.given.values("schema");
    how.dump = !call.given.has("no-dump");
    how.dump_file = call.given.value_or("dump", "");
    if (auto const server = call.given.value("scratch-server"))
        how.scratch_server = parse_database_url(*server, "--scratch-server");
    how.effect = call.given.has("dry-run") ? baseline::effect::none : baseline::effect::written;
    return how;
}

void say_refusal(console const& shown, baseline::report const& made) {
    if (!made.differences.empty())
        shown.err << "The revision would not make the schema of the database. It would differ in:\n"
                  << render_changes(made.differences, shown.err_look);
    if (!made.left_over.empty())
        shown.err << "Its downgrade() would leave:\n" << render_changes(made.left_over, shown.err_look);
    shown.err << "Nothing was written. Make these by hand, or leave their schema out with --schema.\n";
}

void say(console const& shown, baseline::report const& made) {
    if (!made.differences.empty() || !made.left_over.empty())
        return say_refusal(shown, made);
    if (!made.written) {
        shown.say(made.text);
        return shown.say(
            "It makes the schema of the database and takes it away again, as a scratch database has shown. It would "
            "be written to " +
            made.path.string()
        );
    }
    if (!made.dump.empty())
        say_done(shown, "Generating " + made.dump.string());
    say_done(shown, "Generating " + made.path.string());
    for (auto const& each : made.hooks)
        say_hook(shown, each);
    shown.say("The database is at " + made.revision + " now.");
}

void run(invocation& call) {
    interrupt const stop;
    auto how = options_of(call);
    how.stop = stop.token();
    auto [opened, target] = open_to_migrate(call, stop.token());
    auto const made = baseline::make(opened, target, how);
    call.status = made.differences.empty() && made.left_over.empty() ? 0 : 1;
    if (call.shown.json)
        return call.shown.print(to_json(made));
    say(call.shown, made);
}

} // namespace

command baseline_command() {
    using enum option_kind;
    return {
        .name = "baseline",
        .group = command_group::write,
        .summary = "write the first revision of a database without Alembic, and stamp it",
        .details =
            "For a project without revisions ('init' starts one). Writes a revision whose directives make the schema "
            "of the database, and what pg_dump says of it beside the revision. First the revision is run in a scratch "
            "database: the schema that it makes must have the fingerprint of the database, and downgrade() must leave "
            "nothing. Otherwise nothing is written, the differences are shown, and the exit status is 1. Owners and "
            "privileges are in the dump only.",
        .arguments = {},
        .options =
            {
                {"message", 'm', value, "TEXT", "message of the revision (default: baseline)"},
                {"rev-id", '\0', value, "ID", "id of the revision"},
                {"version-path", '\0', value, "PATH", "the versions folder to write to, if there are several"},
                {"schema", '\0', list, "NAME", "only this schema; repeatable"},
                {"dump", '\0', value, "FILE", "where the dump goes (default: beside the revision, as .sql)"},
                {"no-dump", '\0', flag, "", "write no dump; pg_dump is then not needed"},
                {"scratch-server", '\0', value, "URL", "a server of the same version where databases may be created"},
                {"dry-run", '\0', flag, "", "prove it and show the revision, but write nothing"},
            },
        .examples =
            {
                {"baseline --dry-run", "what would the revision be?"},
                {"baseline -m 'the schema of 2026'", "write it and stamp the database"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
