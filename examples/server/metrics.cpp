#include "metrics.hpp"

#include <cmath>
#include <sstream>

namespace alembicore::server {

namespace {

constexpr std::array<double, 12> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30};

std::string number(double value) {
    std::ostringstream text;
    text.precision(15);
    text << value;
    return text.str();
}

double seconds(std::chrono::microseconds elapsed) noexcept {
    return std::chrono::duration<double>(elapsed).count();
}

std::string description_of(std::string_view name, std::string_view type, std::string_view text) {
    return "# HELP " + std::string{name} + ' ' + std::string{text} + "\n# TYPE " + std::string{name} + ' ' +
           std::string{type} + '\n';
}

/// For what no route answers: the page, its files, and what is not there.
std::string route_of(http::record const& done) {
    return done.route.empty() ? "other" : done.route;
}

} // namespace

std::string metric_label(std::string_view name, std::string_view value) {
    std::string text = std::string{name} + "=\"";
    for (char const c : value) {
        if (c == '\\' || c == '"')
            text += '\\';
        if (c == '\n')
            text += "\\n";
        else
            text += c;
    }
    return text + '"';
}

std::string metric_text(std::string_view name, std::string_view type, std::string_view description, double value) {
    return description_of(name, type, description) + std::string{name} + ' ' + number(value) + '\n';
}

void histogram::add(std::chrono::microseconds elapsed) noexcept {
    std::size_t place = 0;
    while (place < bounds.size() && seconds(elapsed) > bounds[place])
        ++place;
    ++within_[place];
    sum_ += elapsed;
}

std::string histogram::text(std::string_view name, std::string const& labels) const {
    std::string text;
    std::uint64_t count = 0;
    auto const line = [&](std::string_view suffix, std::string const& all_labels, std::string const& value) {
        text += std::string{name} + std::string{suffix} + '{' + all_labels + "} " + value + '\n';
    };
    for (std::size_t i = 0; i < within_.size(); ++i) {
        count += within_[i];
        auto const bound = i < bounds.size() ? number(bounds[i]) : "+Inf";
        line("_bucket", labels + ',' + metric_label("le", bound), std::to_string(count));
    }
    line("_sum", labels, number(seconds(sum_)));
    line("_count", labels, std::to_string(count));
    return text;
}

void metrics::request_done(http::record const& done) {
    auto const route = route_of(done);
    std::scoped_lock const lock{mutex_};
    ++requests_[{std::string{http::name_of(done.verb)}, route, done.status}];
    request_times_[route].add(done.elapsed);
}

void metrics::run_changed(run_notice const& what) {
    std::scoped_lock const lock{mutex_};
    if (what.state == run_state::running) {
        ++going_;
        return;
    }
    --going_;
    ++runs_[{what.kind, std::string{name_of(what.state)}}];
    run_times_[what.kind].add(what.elapsed);
    lock_waits_ += what.lock_waits;
}

void metrics::drift_found(std::size_t differences) {
    std::scoped_lock const lock{mutex_};
    drift_ = drift_seen{differences, std::chrono::system_clock::now()};
}

std::string metrics::text() const {
    std::scoped_lock const lock{mutex_};
    auto text = description_of("alembicore_http_requests_total", "counter", "Requests that were answered.");
    for (auto const& [key, count] : requests_) {
        auto const& [method, route, status] = key;
        text += "alembicore_http_requests_total{" + metric_label("method", method) + ',' +
                metric_label("route", route) + ',' + metric_label("status", std::to_string(status)) + "} " +
                std::to_string(count) + '\n';
    }
    text += description_of(
        "alembicore_http_request_duration_seconds", "histogram", "From the head of a request to the end of its answer."
    );
    for (auto const& [route, times] : request_times_)
        text += times.text("alembicore_http_request_duration_seconds", metric_label("route", route));
    text += description_of("alembicore_runs_total", "counter", "Runs that are over.");
    for (auto const& [key, count] : runs_)
        text += "alembicore_runs_total{" + metric_label("kind", key.first) + ',' + metric_label("state", key.second) +
                "} " + std::to_string(count) + '\n';
    text += description_of("alembicore_run_duration_seconds", "histogram", "How long runs took.");
    for (auto const& [kind, times] : run_times_)
        text += times.text("alembicore_run_duration_seconds", metric_label("kind", kind));
    text += metric_text("alembicore_runs_going", "gauge", "Runs that go on.", static_cast<double>(going_));
    text += metric_text(
        "alembicore_run_lock_waits_total",
        "counter",
        "How often a statement of a run was told to wait for a lock.",
        static_cast<double>(lock_waits_)
    );
    if (drift_) {
        text += metric_text(
            "alembicore_drift_differences",
            "gauge",
            "What history, database and models did not share when that was last looked at.",
            static_cast<double>(drift_->differences)
        );
        text += metric_text(
            "alembicore_drift_checked_timestamp_seconds",
            "gauge",
            "When that was.",
            std::chrono::duration<double>(drift_->when.time_since_epoch()).count()
        );
    }
    return text;
}

} // namespace alembicore::server
