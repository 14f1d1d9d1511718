#include "commands/commands.hpp"

#include "invocation.hpp"

#include <alembicore/json.hpp>
#include <alembicore/private_cluster.hpp>

namespace alembicore::cli {

namespace {

std::string describe_status(cluster_status const& status) {
    if (!status.exists)
        return "no private PostgreSQL yet; 'alembicore db start' makes one in " + status.directory.string();
    if (!status.running)
        return "stopped; its data is in " + status.directory.string();
    return "PostgreSQL " + status.server_version + " runs on port " + std::to_string(status.port) +
           "; its data is in " + status.directory.string() + "\n" + status.url;
}

cluster_status act(private_cluster const& cluster, std::string const& action) {
    if (action == "start")
        return cluster.start();
    if (action == "stop")
        cluster.stop();
    auto status = cluster.status();
    if (action == "url" && !status.running)
        throw error{errc::no_database, "the private PostgreSQL does not run", "start it: alembicore db start"};
    return status;
}

void run(invocation& call) {
    auto const& action = call.given.arguments().front();
    auto const status = act(private_cluster::of_user(), action);
    if (call.shown.json)
        return call.shown.print(to_json(status));
    call.shown.say(action == "url" ? status.url : describe_status(status));
}

} // namespace

command db_command() {
    return {
        .name = "db",
        .group = command_group::more,
        .summary = "start, stop or find a private PostgreSQL",
        .details =
            "Keeps a PostgreSQL cluster of your own in your data folder, on a Unix socket and a free port of this "
            "machine. 'start' creates it the first time; 'url' prints its address for --database-url. "
            "The server programs are the newest of this machine, or those in the folder that ALEMBICORE_POSTGRES "
            "names.",
        .arguments = {{"ACTION", arity::one, "start, stop, status or url", {"start", "stop", "status", "url"}}},
        .options = {},
        .examples =
            {
                {"db start", "a server in a second"},
                {"upgrade head --database-url \"$(alembicore db url)\"", "use it"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
