#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "invocation.hpp"
#include "listing.hpp"
#include "models_listing.hpp"

#include <alembicore/autogenerate.hpp>
#include <alembicore/json.hpp>
#include <alembicore/models.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace alembicore::cli {

namespace {

std::vector<std::string> sorted(std::vector<std::string> some) {
    std::ranges::sort(some);
    return some;
}

/// What of the differences a revision would be written from.
void say_detected(console const& shown, models::comparison const& found, autogenerate::candidate const& known) {
    for (auto const& each : known.detected)
        shown.say("revision --autogenerate: " + each);
    if (known.empty && !found.differences.empty())
        shown.say("revision --autogenerate would write nothing of this, since Alembic does not compare it.");
}

boost::json::value json_of(std::optional<autogenerate::candidate> const& known) {
    if (!known)
        return {};
    boost::json::array lines;
    for (auto const& each : known->detected)
        lines.emplace_back(each);
    return lines;
}

void run(invocation& call) {
    interrupt const stop;
    auto connected = open_connected(call, stop.token());
    auto const rows = sorted(read_current(connected));
    auto const heads = sorted(connected.opened.graph().real_heads());
    auto const found = models::compare(connected.opened, connected.target, stop.token());
    bool const up_to_date = rows == heads;
    auto const known = autogenerate::compare_if_known(connected.opened, connected.target, stop.token());
    call.status = up_to_date && found.differences.empty() ? 0 : 1;
    if (call.shown.json) {
        auto document = to_json(found);
        document.as_object().emplace("up_to_date", up_to_date);
        document.as_object().emplace("detected", json_of(known));
        return call.shown.print(document);
    }
    if (!up_to_date)
        call.shown.say(
            "The database is at " + (rows.empty() ? "base" : join(rows)) + ", the project at " + join(heads) + "."
        );
    if (!call.shown.quiet)
        call.shown.out << render_differences(found, call.shown.out_look);
    if (known)
        say_detected(call.shown, found, *known);
}

} // namespace

command check_command() {
    return {
        .name = "check",
        .group = command_group::look,
        .summary = "whether the database is at the heads and equal to the models; for CI",
        .details =
            "Exits with 1 where the database is not at the heads of the project, or where the models and the database "
            "differ in anything that PostgreSQL tells apart: also in CHECK constraints and defaults, which Alembic's "
            "check leaves out. Below it stands what 'revision --autogenerate' would write, where that is known without "
            "running the project. 'models --against' compares the same and exits with 0; 'drift' says which side has "
            "changed.",
        .arguments = {},
        .options = {},
        .examples = {{"check", "may this be merged?"}},
        .run = run,
    };
}

} // namespace alembicore::cli
