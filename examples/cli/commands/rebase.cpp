#include "commands/commands.hpp"

#include "invocation.hpp"
#include "listing.hpp"

#include <alembicore/rebase.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

boost::json::object described(rebased_revision const& moved, bool written) {
    return {
        {"revision", moved.id},
        {"from", boost::json::array(moved.from.begin(), moved.from.end())},
        {"to", moved.to},
        {"path", moved.path.string()},
        {"written", written},
    };
}

void run(invocation& call) {
    auto const onto = call.given.value("onto");
    if (!onto)
        throw error{errc::bad_usage, "rebase needs --onto", "name the revision that shall be the parent"};
    auto const moved = plan_rebase(open_project(call), call.given.arguments().front(), *onto);
    bool const written = !call.given.has("dry-run");
    if (written)
        write_rebase(moved);
    if (call.shown.json)
        return call.shown.print(described(moved, written));
    call.shown.say(
        moved.id + " comes after " + moved.to + " instead of " + (moved.from.empty() ? "base" : join(moved.from)) +
        (written ? ": " : ", and would be written to ") + moved.path.string()
    );
}

} // namespace

command rebase_command() {
    using enum option_kind;
    return {
        .name = "rebase",
        .group = command_group::write,
        .summary = "give a revision another parent",
        .details = "Changes down_revision in the file of a revision, and the line of its docstring that says the same. "
                   "What comes after it goes with it. For a branch that nobody has applied yet: a database that "
                   "has would miss what now comes before it.",
        .arguments = {{"REVISION", arity::one, "the first revision of the branch", {}}},
        .options =
            {
                {"onto", '\0', value, "REVISION", "the parent it gets"},
                {"dry-run", '\0', flag, "", "write nothing"},
            },
        .examples = {{"rebase 5c1f --onto 92aa --dry-run", "what would change?"}},
        .run = run,
    };
}

} // namespace alembicore::cli
