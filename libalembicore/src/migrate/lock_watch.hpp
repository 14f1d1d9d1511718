// Looks after statements that take long: whether they wait for a lock, who has it, and what is to be done about that.
#pragma once

#include "migrate/blocker_response.hpp"
#include "postgres/connection.hpp"

#include <memory>
#include <string>

namespace alembicore::migrate {

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
    void explain(error_info& failure) const { response_.explain(failure); }

private:
    void look(std::string const& text, std::chrono::milliseconds waited);

    postgres::connection& over_;
    blocker_response response_;
    std::string revision_;
    std::unique_ptr<postgres::connection> beside_;
    bool blind_ = false; ///< there is no second connection to be had
};

} // namespace alembicore::migrate
