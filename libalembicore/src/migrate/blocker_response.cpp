#include "migrate/blocker_response.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::migrate {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds usual_patience{1000};

constexpr char const* lock_not_available = "55P03";
constexpr char const* deadlock_detected = "40P01";

std::string described(std::vector<lock_party> const& parties) {
    std::string text;
    for (auto const& each : parties)
        text += (text.empty() ? "" : "; ") + migrate::described(each);
    return text;
}

error not_granted(awaited_lock const& lock, std::string const& statement, milliseconds waited) {
    error_info info;
    info.code = errc::lock_not_granted;
    info.message = "a statement waits for a lock" + (lock.relation.empty() ? "" : " on " + lock.relation) +
                   ", and did so for " + std::to_string(waited.count()) + " ms";
    info.reason = described(lock.blockers);
    info.remedy = "run again when that session is done, or wait for it: --on-blocked wait";
    info.statement = statement;
    info.retryable = true;
    return error{std::move(info)};
}

std::string names_of(std::string const& text, std::vector<lock_party> const& parties) {
    auto names = text;
    for (auto const& each : parties)
        names += " " + std::to_string(each.pid);
    return names;
}

} // namespace

/// Early enough to see who blocks before the server gives up.
milliseconds blocker_response::patience() const {
    auto const timeout = wishes_.limits.lock_timeout.value_or(milliseconds{0});
    return timeout.count() == 0 ? usual_patience : std::clamp(timeout / 2, milliseconds{10}, usual_patience);
}

void blocker_response::respond(postgres::connection& asking, long_statement const& one, awaited_lock const& lock) {
    if (lock.blockers.empty())
        return;
    seen_ = lock.blockers;
    seen_by_ = one.text;
    if (auto names = names_of(one.text, seen_); names != told_) {
        told_ = std::move(names);
        tell(blocked{
            .revision = one.revision,
            .sql = one.text,
            .relation = lock.relation,
            .mode = lock.mode,
            .waited = one.waited,
            .blockers = lock.blockers,
            .queue = lock.queue,
            .policy = wishes_.policy,
        });
    }
    if (wishes_.policy == blocker_policy::give_up || wishes_.policy == blocker_policy::retry)
        throw not_granted(lock, one.text, one.waited);
    act(asking, lock.blockers);
}

void blocker_response::act(postgres::connection& asking, std::vector<lock_party> const& blockers) {
    if (wishes_.policy != blocker_policy::cancel && wishes_.policy != blocker_policy::terminate)
        return;
    std::string const function =
        wishes_.policy == blocker_policy::cancel ? "pg_catalog.pg_cancel_backend" : "pg_catalog.pg_terminate_backend";
    for (auto const& each : blockers) {
        try {
            asking.execute("SELECT " + function + "(" + std::to_string(each.pid) + ")");
        } catch (error const& failure) {
            if (std::exchange(refused_, true))
                return;
            diagnostic finding;
            finding.severity = severity::warning;
            finding.code = errc::lock_not_granted;
            finding.message = migrate::described(each) + " is in the way and cannot be ended: " + failure.what();
            finding.remedy = "let an administrator end it; this run goes on waiting";
            tell(finding_made{std::move(finding)});
        }
    }
}

void blocker_response::explain(error_info& failure) const {
    if (failure.server && failure.server->sqlstate == lock_not_available)
        failure.code = errc::lock_not_granted;
    if (!is_about_locks(failure))
        return;
    failure.retryable = true;
    if (!seen_.empty() && seen_by_ == failure.statement)
        failure.reason = described(seen_);
    if (failure.remedy.empty())
        failure.remedy = "run again, or let it be tried again: --on-blocked retry";
}

void blocker_response::tell(event const& happened) const {
    if (wishes_.events)
        wishes_.events(happened);
}

bool is_about_locks(error_info const& failure) noexcept {
    return failure.code == errc::lock_not_granted || (failure.server && failure.server->sqlstate == deadlock_detected);
}

} // namespace alembicore::migrate
