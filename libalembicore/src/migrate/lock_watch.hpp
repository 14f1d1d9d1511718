// Looks after statements that take long: whether they wait for a lock, who has it, and what is to be done about that.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/event.hpp>
#include <alembicore/run_limits.hpp>

#include <memory>
#include <string>
#include <vector>

namespace alembicore::migrate {

/// What to do, and whom to tell.
struct watch_wishes {
    blocker_policy policy = blocker_policy::wait;
    statement_limits limits; ///< of the run: a short lock_timeout is looked at before it is over
    event_sink events;       ///< may be empty
};

/// While it lives, statements of the connection are looked after from a second one, which is opened when a statement
/// first takes long. Behind a pooler, where nobody knows the process that runs a statement, it does nothing.
class lock_watch {
public:
    enum class route { direct, pooled };

    lock_watch(postgres::connection& over, watch_wishes wishes, route to_server);
    lock_watch(lock_watch const&) = delete;
    lock_watch& operator=(lock_watch const&) = delete;
    ~lock_watch();

    /// What runs from here on belongs to this revision.
    void set_revision(std::string revision) { revision_ = std::move(revision); }

    /// Makes an error that is about a lock say so, and who was in the way when that was last looked at.
    void explain(error_info& failure) const;

private:
    void look(std::string const& text, std::chrono::milliseconds waited);
    void act(std::vector<lock_party> const& blockers);
    void tell(event const& happened) const;

    postgres::connection& over_;
    watch_wishes wishes_;
    std::string revision_;
    std::unique_ptr<postgres::connection> beside_;
    std::vector<lock_party> seen_; ///< who was in the way last
    std::string seen_by_;          ///< the statement that they were in the way of
    std::string told_;             ///< the waiting that was told last, and who was in its way
    bool blind_ = false;           ///< there is no second connection to be had
    bool refused_ = false;         ///< it has been told that a blocker may not be ended
};

/// Whether a failed run may succeed when the locks are others, and nothing is half done.
[[nodiscard]] bool is_about_locks(error_info const& failure) noexcept;

} // namespace alembicore::migrate
