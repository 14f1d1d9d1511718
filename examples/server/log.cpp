#include "log.hpp"

#include "workspace/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>

namespace alembicore::server {

void event_log::write(boost::json::object line) noexcept try {
    line["time"] = to_text(std::chrono::system_clock::now());
    auto const text = boost::json::serialize(line) + '\n';
    std::scoped_lock const lock{mutex_};
    to_ << text << std::flush;

} catch (...) {

    // As its header says.
}

void event_log::request_done(http::record const& done) noexcept try {
    boost::json::object line{
        {"level", done.status >= 500 ? "error" : "info"},
        {"event", "request"},
        {"method", http::name_of(done.verb)},
        {"path", done.target.substr(0, done.target.find('?'))},
        {"route", done.route},
        {"status", done.status},
        {"elapsed_us", done.elapsed.count()},
        {"client", done.client},
    };
    if (!done.trace.empty())
        line["trace_id"] = done.trace;
    write(std::move(line));

} catch (...) {

    // As above.
}

void event_log::run_changed(run_notice const& what) noexcept try {
    bool const begins = what.state == run_state::running;
    boost::json::array targets;
    for (auto const& each : what.targets)
        targets.emplace_back(each);
    boost::json::object line{
        {"level", what.state == run_state::failed ? "error" : "info"},
        {"event", begins ? "run_started" : "run_ended"},
        {"run", what.id},
        {"kind", what.kind},
        {"targets", std::move(targets)},
        {"asked_by", what.asked_by},
    };
    if (!begins) {
        line["state"] = name_of(what.state);
        line["elapsed_us"] = what.elapsed.count();
        line["lock_waits"] = what.lock_waits;
    }
    if (!what.error.empty())
        line["error"] = what.error;
    if (!what.trace.empty())
        line["trace_id"] = what.trace;
    write(std::move(line));

} catch (...) {

    // As above.
}

} // namespace alembicore::server
