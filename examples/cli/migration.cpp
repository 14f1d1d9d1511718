#include "migration.hpp"

#include "interrupt.hpp"
#include "progress.hpp"

#include <alembicore/json.hpp>

#include <boost/json/object.hpp>

#include <ostream>
#include <sstream>

namespace alembicore::cli {

void run_online(invocation const& call, std::function<run_report(migrator&, run_options const&)> const& run) {
    interrupt const stop;
    auto [opened, target] = open_connected(call, stop.token());
    migrator runner{opened, target, show_progress(call.shown)};
    if (!call.shown.err_look.interactive) {
        call.shown.log_info("Context impl PostgresqlImpl.");
        call.shown.log_info("Will assume transactional DDL.");
    }
    run_options options;
    options.stop = stop.token();
    auto const report = run(runner, options);
    if (call.shown.json)
        call.shown.print(to_json(report));
}

void print_script(invocation const& call, project const& opened, plan const& decided) {
    if (call.shown.json) {
        std::ostringstream script;
        opened.render_script(decided, script);
        call.shown.print(boost::json::object{{"plan", to_json(decided)}, {"sql", script.str()}});
        return;
    }
    call.shown.log_info("Context impl PostgresqlImpl.");
    call.shown.log_info("Generating static SQL");
    call.shown.log_info("Will assume transactional DDL.");
    for (auto const& each : decided.steps)
        call.shown.log_info(render_running(each));
    opened.render_script(decided, call.shown.out);
}

} // namespace alembicore::cli
