// Numbers for those who watch over the server.
#include "metrics.hpp"

#include "resources/resources.hpp"

#include <alembicore/query.hpp>
#include <alembicore/version.hpp>

#include <fstream>
#include <unistd.h>

namespace alembicore::server::resources {

namespace {

std::string gauge(std::string_view name, std::string_view description, double value) {
    return metric_text(name, "gauge", description, value);
}

/// Bytes. Source: proc(5).
double resident_memory() {
    std::ifstream file{"/proc/self/statm"};
    double whole = 0;
    double resident = 0;
    file >> whole >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

std::string history_text(workspace& served) try {
    auto const opened = served.project();
    auto const& graph = opened->project.graph();
    auto text =
        gauge("alembicore_revisions", "Revisions of the project.", static_cast<double>(graph.revisions().size()));
    text += gauge("alembicore_heads", "Heads of the history.", static_cast<double>(graph.heads().size()));
    auto const pending = plan_upgrade(graph, "heads", served.current()).steps.size();
    return text + gauge(
                      "alembicore_pending_revisions",
                      "Revisions that the database does not have yet.",
                      static_cast<double>(pending)
                  );

} catch (error const&) {

    return {}; // what is not known has no number
}

std::string database_text(workspace& served) {
    double waiting = 0;
    bool up = true;
    try {
        served.with_database([&](database& on) {
            data::query_request wanted;
            wanted.text = "SELECT count(*) FROM pg_locks WHERE NOT granted";
            waiting = std::stod(data::run_query(on, wanted).at(0).rows.at(0).at(0).value_or("0"));
        });
    } catch (error const&) {
        up = false;
    }
    auto text = gauge("alembicore_database_up", "Whether the database answers.", up ? 1 : 0);
    if (up)
        text += gauge("alembicore_lock_waits", "Sessions of the database's server that wait for a lock.", waiting);
    auto const connections = served.connections();
    text += gauge("alembicore_pool_size", "Connections that there may be.", static_cast<double>(connections.size));
    text +=
        gauge("alembicore_pool_used", "Connections that requests work with.", static_cast<double>(connections.used));
    return text + gauge("alembicore_pool_idle", "Connections that wait.", static_cast<double>(connections.idle));
}

} // namespace

std::vector<http::route> metric_routes(workspace& served, metrics const& counted) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/metrics",
         viewer,
         "Numbers in Prometheus' text format",
         [&served, &counted](http::call const&) {
             auto text = counted.text() + history_text(served) + database_text(served);
             text += "# HELP alembicore_build_info The version.\n# TYPE alembicore_build_info gauge\n"
                     "alembicore_build_info{" +
                     metric_label("version", version()) + "} 1\n";
             text += gauge("process_resident_memory_bytes", "Memory of the server.", resident_memory());
             auto answer = http::text_response(std::move(text), "text/plain; version=0.0.4; charset=utf-8");
             answer.fields.emplace_back("Cache-Control", "no-store");
             return answer;
         }},
    };
}

} // namespace alembicore::server::resources
