#include "migrate/lock_watch.hpp"

#include "migrate/blockers.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::migrate {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds usual_patience{1000};
constexpr milliseconds between_looks{1000};

constexpr char const* lock_not_available = "55P03";
constexpr char const* deadlock_detected = "40P01";

/// Early enough to see who blocks before the server gives up.
milliseconds patience_for(statement_limits const& limits) {
    auto const timeout = limits.lock_timeout.value_or(milliseconds{0});
    return timeout.count() == 0 ? usual_patience : std::clamp(timeout / 2, milliseconds{10}, usual_patience);
}

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

lock_watch::lock_watch(postgres::connection& over, watch_wishes wishes, route to_server)
    : over_(over), wishes_(std::move(wishes)) {
    if (to_server == route::pooled)
        return;
    over_.on_long_wait({
        .first = patience_for(wishes_.limits),
        .again = between_looks,
        .look = [this](std::string const& text, milliseconds waited) { look(text, waited); },
    });
}

lock_watch::~lock_watch() {
    over_.on_long_wait({});
}

void lock_watch::look(std::string const& text, milliseconds waited) {
    if (blind_)
        return;
    std::optional<awaited_lock> lock;
    try {
        if (!beside_)
            beside_ = std::make_unique<postgres::connection>(over_.url());
        lock = find_awaited_lock(*beside_, over_.backend());
    } catch (error const&) {
        blind_ = true; // to see who blocks is no reason to fail
        return;
    }
    if (!lock || lock->blockers.empty())
        return;
    seen_ = lock->blockers;
    seen_by_ = text;
    if (auto names = names_of(text, seen_); names != told_) {
        told_ = std::move(names);
        tell(blocked{
            .revision = revision_,
            .sql = text,
            .relation = lock->relation,
            .mode = lock->mode,
            .waited = waited,
            .blockers = lock->blockers,
            .queue = lock->queue,
            .policy = wishes_.policy,
        });
    }
    if (wishes_.policy == blocker_policy::give_up || wishes_.policy == blocker_policy::retry)
        throw not_granted(*lock, text, waited);
    act(lock->blockers);
}

void lock_watch::act(std::vector<lock_party> const& blockers) {
    if (wishes_.policy != blocker_policy::cancel && wishes_.policy != blocker_policy::terminate)
        return;
    std::string const function =
        wishes_.policy == blocker_policy::cancel ? "pg_catalog.pg_cancel_backend" : "pg_catalog.pg_terminate_backend";
    for (auto const& each : blockers) {
        try {
            beside_->execute("SELECT " + function + "(" + std::to_string(each.pid) + ")");
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

void lock_watch::explain(error_info& failure) const {
    auto const is = [&](char const* state) { return failure.server && failure.server->sqlstate == state; };
    if (is(lock_not_available))
        failure.code = errc::lock_not_granted;
    if (!is(lock_not_available) && !is(deadlock_detected))
        return;
    failure.retryable = true;
    if (!seen_.empty() && seen_by_ == failure.statement)
        failure.reason = described(seen_);
    if (failure.remedy.empty())
        failure.remedy = "run again, or let it be tried again: --on-blocked retry";
}

void lock_watch::tell(event const& happened) const {
    if (wishes_.events)
        wishes_.events(happened);
}

bool is_about_locks(error_info const& failure) noexcept {
    return failure.code == errc::lock_not_granted || (failure.server && failure.server->sqlstate == deadlock_detected);
}

} // namespace alembicore::migrate
