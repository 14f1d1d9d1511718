#include "commands/commands.hpp"

#include "invocation.hpp"
#include "progress.hpp"
#include "terminal.hpp"

#include <alembicore/json.hpp>
#include <alembicore/run_lock.hpp>

#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

constexpr std::size_t statement_room = 200;

std::string describe(lock_holder const& holder) {
    std::string text = "session " + std::to_string(holder.pid) + " migrates this database\n";
    auto const add = [&](std::string_view name, std::string const& value) {
        if (!value.empty())
            text.append("  ").append(name).append(value).append("\n");
    };
    add("role:       ", holder.user);
    add("from:       ", holder.host);
    add("program:    ", holder.application);
    add("connected:  ", holder.connected_since + ", " + render_elapsed(holder.connected) + " ago");
    add("state:      ", holder.state);
    add("statement:  ", clip(holder.statement, statement_room, false));
    text.pop_back();
    return text;
}

void run(invocation& call) {
    auto target = database::connect(database_address(call));
    auto const holder = run_lock_holder(target);
    if (call.shown.json)
        return call.shown.print(boost::json::object{{"holder", holder ? to_json(*holder) : boost::json::value{}}});
    call.shown.say(holder ? describe(*holder) : "nobody migrates this database");
}

} // namespace

command lock_command() {
    return {
        .name = "lock",
        .group = command_group::migrate,
        .summary = "show which run works on the database now",
        .details = "One run at a time works on a database: it holds an advisory lock of the server. 'show' tells whose "
                   "session "
                   "that is. When it ends, in whatever way, the lock is free; to end it by force: SELECT "
                   "pg_terminate_backend(PID).",
        .arguments = {{"ACTION", arity::one, "show", {"show"}}},
        .options = {},
        .examples = {{"lock show", "who migrates?"}},
        .run = run,
    };
}

} // namespace alembicore::cli
