#include "commands/commands.hpp"

#include "counted.hpp"
#include "interrupt.hpp"
#include "invocation.hpp"
#include "listing.hpp"
#include "schema_listing.hpp"

#include <alembicore/json.hpp>
#include <alembicore/squash.hpp>

#include <ostream>

namespace alembicore::cli {

namespace {

squash::more_than_schema treatment_of(invocation const& call) {
    auto const asked = call.given.value("data");
    if (!asked)
        return squash::more_than_schema::refused;
    if (*asked == "keep")
        return squash::more_than_schema::kept;
    if (*asked == "leave-out")
        return squash::more_than_schema::left_out;
    throw error{errc::bad_usage, "--data is keep or leave-out", "without it such statements are refused"};
}

void say_refusal(console const& shown, squash::report const& made) {
    if (!made.differences.empty())
        shown.err << "The revision would not make what the others make. It would differ in:\n"
                  << render_changes(made.differences, shown.err_look);
    if (!made.left_over.empty())
        shown.err << "Its downgrade() would leave:\n" << render_changes(made.left_over, shown.err_look);
    if (!made.other_rows.empty())
        shown.err << "These would hold something else: " << join(made.other_rows) << '\n';
    shown.err << "Nothing was written.\n";
}

bool is_proven(squash::report const& made) {
    return made.differences.empty() && made.left_over.empty() && made.other_rows.empty();
}

void say(console const& shown, squash::report const& made, squash::more_than_schema treatment) {
    if (!is_proven(made))
        return say_refusal(shown, made);
    if (treatment == squash::more_than_schema::left_out && !made.more.empty())
        shown.err << "warning: " << counted(made.more.size(), "statement")
                  << " beyond making a schema left out: a new database will miss what is done there\n";
    auto const what =
        counted(made.replaced.size(), "revision") + ", " + made.replaced.front() + " to " + made.replaced.back();
    if (!made.written) {
        shown.say(made.text);
        return shown.say("It makes what " + what + " make. It would be written to " + made.path.string());
    }
    shown.say(what + ", are one now: " + made.path.string());
    shown.say(
        "Their files are in " + made.folder.string() +
        ". A database at one of them, but the last, has to be "
        "upgraded with these first."
    );
}

void run(invocation& call) {
    interrupt const stop;
    squash::options how;
    how.message = call.given.value_or("message", "");
    how.more_than_schema = treatment_of(call);
    how.effect = call.given.has("dry-run") ? squash::effect::none : squash::effect::written;
    how.stop = stop.token();
    if (auto const server = call.given.value("scratch-server"))
        how.scratch_server = parse_database_url(*server, "--scratch-server");
    auto [opened, target] = open_to_migrate(call, stop.token());
    auto const made = squash::make(opened, target, call.given.arguments().front(), how);
    call.status = is_proven(made) ? 0 : 1;
    if (call.shown.json)
        return call.shown.print(to_json(made));
    say(call.shown, made, how.more_than_schema);
}

} // namespace

command squash_command() {
    using enum option_kind;
    return {
        .name = "squash",
        .group = command_group::write,
        .summary = "make one revision of several that makes the same schema",
        .details =
            "Replays the revisions of a chain in a scratch database and writes one that makes what they make, under "
            "the "
            "id of the last, so that databases that are there or further stay what they are. It is proven in scratch "
            "databases first, there and back; otherwise nothing is written and the exit status is 1. The old files go "
            "to squashed/ID beside env.py. A database at one of the others has to be upgraded with the old files "
            "before. Statements that do more than a schema shows (rows, privileges, owners, DO, calls of functions) "
            "are refused, unless --data says what becomes of them: they run after the schema is made, and rows must "
            "come "
            "out the same (keep); or a new database misses what they do (leave-out).",
        .arguments = {{"FROM:TO", arity::one, "both included; base:TO begins with the first", {}}},
        .options =
            {
                {"message", 'm', value, "TEXT", "message of the revision"},
                {"data", '\0', value, "WHAT", "keep or leave-out: statements that do more than a schema shows"},
                {"scratch-server", '\0', value, "URL", "a server of the same version where databases may be created"},
                {"dry-run", '\0', flag, "", "prove it and show the revision, but write nothing"},
            },
        .examples =
            {
                {"squash base:d4 --dry-run", "what would the revision be?"},
                {"squash b2:d4 -m 'orders as of March'", "write it"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
