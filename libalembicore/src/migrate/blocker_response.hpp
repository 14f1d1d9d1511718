// What is done when a statement waits for a lock of somebody else.
#pragma once

#include "migrate/blockers.hpp"
#include "postgres/connection.hpp"

#include <alembicore/event.hpp>
#include <alembicore/run_limits.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::migrate {

/// What to do, and whom to tell.
struct watch_wishes {
    blocker_policy policy = blocker_policy::wait;
    statement_limits limits; ///< of the run: a short lock_timeout is looked at before it is over
    event_sink events;       ///< may be empty
};

/// A statement that takes long.
struct long_statement {
    std::string const& revision;
    std::string const& text;
    std::chrono::milliseconds waited{};
};

/// Tells who is in the way when that are others than before, and does what the policy says.
class blocker_response {
public:
    explicit blocker_response(watch_wishes wishes) : wishes_(std::move(wishes)) {}

    /// `asking` is where sessions in the way are ended from. Errors: lock_not_granted, where the policy gives up;
    /// whatever the sink of events throws.
    void respond(postgres::connection& asking, long_statement const& one, awaited_lock const& lock);

    /// Makes an error that is about a lock say so, and who was in the way when that was last looked at.
    void explain(error_info& failure) const;

    /// How long a statement takes before anybody looks.
    [[nodiscard]] std::chrono::milliseconds patience() const;

private:
    void act(postgres::connection& asking, std::vector<lock_party> const& blockers);
    void tell(event const& happened) const;

    watch_wishes wishes_;
    std::vector<lock_party> seen_; ///< who was in the way last
    std::string seen_by_;          ///< the statement that they were in the way of
    std::string told_;             ///< the waiting that was told last, and who was in its way
    bool refused_ = false;         ///< it has been told that a blocker may not be ended
};

/// Whether a failed run may succeed when the locks are others, and nothing is half done.
[[nodiscard]] bool is_about_locks(error_info const& failure) noexcept;

} // namespace alembicore::migrate
