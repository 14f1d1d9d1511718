// Runs that the server makes: one at a time, each with all that it told.
#pragma once

#include "workspace/workspace.hpp"

#include <alembicore/migrator.hpp>

#include <boost/json/object.hpp>

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

struct wanted_run {
    alembicore::direction direction = alembicore::direction::upgrade;
    std::vector<std::string> targets{"head"}; ///< one, but for a stamp
    migrator::stamp_mode stamping = migrator::stamp_mode::keep;
    run_options options{}; ///< `stop` is the registry's
    std::string asked_by;  ///< the user, or the address of the client
};

/// What is told of a run: its number from 1, and JSON.
struct told {
    std::size_t id = 0;
    std::string text;
};

/// Thread safety: all members may be called at once.
class runs {
public:
    explicit runs(workspace& served);
    runs(runs const&) = delete;
    runs& operator=(runs const&) = delete;

    /// Cancels the run that goes on, which rolls it back, and waits for its end.
    ~runs();

    /// Gives its id at once. Errors: run_locked while another one goes on here; its `reason` says who and what.
    std::string start(wanted_run wanted);

    /// `{id, direction, targets, state, asked_by, started, ended, elapsed_us, report, error, events}`, where `state` is
    /// running, done, failed or cancelled. Nothing where there is no such run.
    [[nodiscard]] std::optional<boost::json::object> describe(std::string const& id) const;

    /// Newest first.
    [[nodiscard]] std::vector<boost::json::object> list() const;

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
    void carry_out(run& of);

    workspace& served_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<run>> all_;
    std::vector<std::string> order_; ///< oldest first
};

} // namespace alembicore::server
