// Doing a run again where locks of others have stopped it, and what all its attempts together have told.
#pragma once

#include "migrate/run.hpp"

#include <alembicore/migrator.hpp>

#include <cstddef>
#include <memory>
#include <stop_token>
#include <vector>

namespace alembicore::project_attempts {

class attempts {
public:
    attempts(blocker_policy policy, std::stop_token stop, event_sink to);

    /// Passes events on, and keeps findings. It may outlive this.
    [[nodiscard]] event_sink events() const;

    /// Waits where what is left is worth another attempt; else throws the error that is being handled again.
    void wait_or_rethrow(migrate::stopped_run const& stopped);

    /// The last attempt's report as that of all.
    [[nodiscard]] run_report summary(plan whole, run_report last) const;

private:
    blocker_policy policy_;
    std::stop_token stop_;
    event_sink to_;
    std::shared_ptr<std::vector<diagnostic>> findings_ = std::make_shared<std::vector<diagnostic>>();
    std::size_t attempt_ = 1;
    migrate::run_result done_; ///< by attempts that were stopped
};

} // namespace alembicore::project_attempts
