#include "project/attempts.hpp"

#include "migrate/lock_watch.hpp"
#include "migrate/pause.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::project_attempts {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_attempts = 6;
constexpr milliseconds first_pause{500};

bool may_succeed_later(migrate::stopped_run const& stopped) {
    return migrate::is_about_locks(stopped.info()) && stopped.info().connection_usable &&
           !stopped.remains().partly_done;
}

} // namespace

attempts::attempts(blocker_policy policy, std::stop_token stop, event_sink to)
    : policy_(policy), stop_(std::move(stop)), to_(std::move(to)) {}

event_sink attempts::events() const {
    return [to = to_, findings = findings_](event const& happened) {
        if (auto const* const made = std::get_if<finding_made>(&happened))
            findings->push_back(made->finding);
        if (to)
            to(happened);
    };
}

void attempts::wait_or_rethrow(migrate::stopped_run const& stopped) {
    if (policy_ != blocker_policy::retry || attempt_ == most_attempts || !may_succeed_later(stopped))
        throw;
    auto const length = first_pause * (1U << (attempt_ - 1));
    ++attempt_;
    if (to_)
        to_(retry_awaited{
            .reason = stopped.info().message + (stopped.info().reason.empty() ? "" : ": " + stopped.info().reason),
            .attempt = attempt_,
            .most = most_attempts,
            .pause = length,
        });
    migrate::pause(length, stop_);
    if (stop_.stop_requested()) {
        auto info = stopped.info();
        info.code = errc::cancelled;
        info.message = "stopped by request, between two attempts";
        throw error{std::move(info)};
    }
    auto const& done = stopped.remains().done;
    done_.steps_done += done.steps_done;
    done_.statements += done.statements;
    done_.elapsed += done.elapsed;
}

run_report attempts::summary(plan whole, run_report last) const {
    last.plan = std::move(whole);
    last.steps_done += done_.steps_done;
    last.statements += done_.statements;
    last.elapsed += done_.elapsed;
    last.findings = *findings_;
    return last;
}

} // namespace alembicore::project_attempts
