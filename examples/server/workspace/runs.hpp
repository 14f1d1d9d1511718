// Long pieces of work that the server does: runs of plans, rehearsals, backups; each with all that it told.
#pragma once

#include <alembicore/event.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::server {

/// What a piece of work is given.
struct work_context {
    event_sink events;
    std::stop_token stop;
};

/// Whether others may go on beside it.
enum class work_use {
    database, ///< it changes the database, or takes locks there: one at a time
    aside,    ///< it leaves the database as it is
};

struct wanted_run {
    std::string kind;                   ///< upgrade, downgrade, stamp, rehearse, backup, …
    std::string direction{};            ///< of the plan; empty: there is none
    std::vector<std::string> targets{}; ///< revisions, or backups
    work_use use = work_use::database;
    std::string asked_by{};                                        ///< the user, or the address of the client
    std::string trace{};                                           ///< the trace id of the request; empty = none
    std::function<boost::json::value(work_context const&)> work{}; ///< gives its report
};

/// What is told of a run: its number from 1, and JSON.
struct told {
    std::size_t id = 0;
    std::string text;
};

enum class run_state { running, done, failed, cancelled };

[[nodiscard]] std::string_view name_of(run_state state) noexcept;

/// A run has begun or has ended, for the log.
struct run_notice {
    std::string id{};
    std::string kind{};
    std::vector<std::string> targets{};
    std::string asked_by{};
    std::string trace{};
    run_state state = run_state::running;
    std::chrono::microseconds elapsed{};
    std::size_t lock_waits = 0; ///< how often a statement was told to wait for a lock
    std::string error{};        ///< its code; empty = none
};

/// Called in the thread of the run, and when it begins in that which asks for it.
using run_observer = std::function<void(run_notice const&)>;

/// The newest are kept, with their events and reports, as long as the server lives: a hundred, or as many as have room in
/// 8 MiB.
///
/// Thread safety: all members may be called at once.
class runs {
public:
    explicit runs(run_observer observer = {});
    runs(runs const&) = delete;
    runs& operator=(runs const&) = delete;

    /// As `finish` without patience.
    ~runs();

    /// Starts nothing any more; waits for what goes on, and cancels it after a while, which rolls it back.
    void finish(std::chrono::milliseconds patience);

    /// Gives its id at once. Errors: run_locked while another one goes on here that it cannot be beside; its `reason`
    /// says who and what.
    std::string start(wanted_run wanted);

    /// `{id, kind, direction, targets, state, asked_by, started, ended, elapsed_us, journal_run, backup, report, error,
    /// events}`, where `state` is running, done, failed or cancelled. Nothing where there is no such run.
    [[nodiscard]] std::optional<boost::json::object> describe(std::string const& id) const;

    /// As that without their reports, newest first.
    [[nodiscard]] std::vector<boost::json::object> list() const;

    /// Shows the reports of runs of this kind, newest first, until `look` gives true.
    void find_report(std::string_view kind, std::function<bool(boost::json::value const&)> const& look) const;

    /// Asks it to stop, where there is such a run.
    void cancel(std::string const& id);

    /// What was told after `last`, and from then on what is told, until the run is over, `to` gives false, or `stop`.
    /// Nothing where there is no such run.
    void follow(
        std::string const& id, std::size_t last, std::function<bool(told const&)> const& to, std::stop_token const& stop
    ) const;

private:
    struct run;

    [[nodiscard]] std::shared_ptr<run> find(std::string const& id) const; ///< null: there is none
    [[nodiscard]] std::vector<std::shared_ptr<run>> newest_first() const;
    void require_room_for(wanted_run const& wanted) const;
    void forget_oldest();
    void observe(run const& of) const;
    void carry_out(run& of) const;

    run_observer observer_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<run>> all_;
    std::vector<std::string> order_; ///< oldest first
    bool finishing_ = false;
};

} // namespace alembicore::server
