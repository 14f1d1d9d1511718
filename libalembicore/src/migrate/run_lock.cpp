#include "migrate/run_lock.hpp"

#include "catalog/rows.hpp"
#include "migrate/pause.hpp"

#include <alembicore/database.hpp>
#include <alembicore/error.hpp>
#include <alembicore/run_lock.hpp>

#include <algorithm>
#include <string>

namespace alembicore::migrate {

namespace {

using clock = std::chrono::steady_clock;

// The bytes "alembcor". All versions of this library, and both ways to hold the lock, meet at this key.
constexpr char const* key = "7020097439640285042";
constexpr char const* halves_of_key = "classid = 1634493805 AND objid = 1650683762 AND objsubid = 1";

constexpr std::chrono::milliseconds first_pause{50};
constexpr std::chrono::milliseconds longest_pause{1000};

std::optional<lock_holder> find_holder(postgres::connection& on) {
    auto const found = on.execute(
        std::string{
            "SELECT held.pid, usename, coalesce(client_hostname, host(client_addr)), application_name, backend_start, "
            "floor(extract(epoch FROM clock_timestamp() - backend_start) * 1000000)::bigint, state, query "
            "FROM pg_catalog.pg_locks AS held LEFT JOIN pg_catalog.pg_stat_activity AS session "
            "ON session.pid = held.pid WHERE locktype = 'advisory' AND granted AND database = "
            "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND "} +
        halves_of_key
    );
    if (found.row_count() == 0)
        return std::nullopt;
    catalog::row row{found, 0};
    return lock_holder{
        .pid = static_cast<int>(row.number()),
        .user = row.text(),
        .host = row.text(),
        .application = row.text(),
        .connected_since = row.text(),
        .connected = std::chrono::microseconds{row.number()},
        .state = row.text(),
        .statement = row.text(),
    };
}

std::string described(lock_holder const& holder) {
    std::string text = "session " + std::to_string(holder.pid);
    if (!holder.user.empty())
        text += " of " + holder.user;
    if (!holder.host.empty())
        text += " from " + holder.host;
    if (!holder.application.empty())
        text += " (" + holder.application + ")";
    return text + " holds the run lock, connected since " + holder.connected_since;
}

error not_in_time(std::optional<lock_holder> const& holder, std::chrono::seconds patience) {
    error_info info;
    info.code = errc::run_locked;
    info.message = "another run works on this database, and was waited for " + std::to_string(patience.count()) + " s";
    info.reason = holder ? described(*holder) : "";
    info.remedy = "`alembicore lock show` tells what it does; run again when it is done, or wait longer (--lock-wait)";
    info.retryable = true;
    return error{std::move(info)};
}

} // namespace

run_lock::run_lock(postgres::connection& of_run, lock_wishes const& wishes) : of_run_{of_run} {
    auto const end = clock::now() + wishes.patience;
    auto wait = first_pause;
    int told = 0;
    while (!is_taken_at_once()) {
        auto const holder = find_holder(of_run_);
        if (clock::now() >= end)
            throw not_in_time(holder, wishes.patience);
        if (holder && holder->pid != told && wishes.events)
            wishes.events(lock_awaited{*holder, wishes.patience});
        told = holder ? holder->pid : told;
        pause(wait, wishes.stop);
        if (wishes.stop.stop_requested())
            throw error{errc::cancelled, "stopped by request, before anything was done"};
        wait = std::min(wait * 3 / 2, longest_pause);
    }
}

run_lock::~run_lock() {
    try {
        if (!beside_pooler_ && of_run_.usable())
            of_run_.execute(std::string{"SELECT pg_catalog.pg_advisory_unlock("} + key + ")");
    } catch (...) {
        // The server frees it when the session ends.
    }
}

bool run_lock::is_taken_at_once() {
    if (beside_pooler_)
        return is_taken_by_transaction();
    auto const answer = of_run_.execute(
        "SELECT CASE WHEN pg_catalog.pg_backend_pid() = " + std::to_string(of_run_.backend()) +
        " THEN pg_catalog.pg_try_advisory_lock(" + key + ") END"
    );
    if (auto const taken = answer.value(0, 0))
        return *taken == "t";
    beside_pooler_ = std::make_unique<postgres::connection>(of_run_.url());
    return is_taken_by_transaction();
}

/// Its transaction has no snapshot between two statements, so nobody waits for it.
bool run_lock::is_taken_by_transaction() {
    beside_pooler_->execute("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0");
    auto const answer =
        beside_pooler_->execute(std::string{"SELECT pg_catalog.pg_try_advisory_xact_lock("} + key + ")");
    if (answer.value(0, 0) == "t")
        return true;
    beside_pooler_->execute("ROLLBACK");
    return false;
}

} // namespace alembicore::migrate

namespace alembicore {

std::optional<lock_holder> run_lock_holder(database& on) {
    return migrate::find_holder(on.connection());
}

} // namespace alembicore
