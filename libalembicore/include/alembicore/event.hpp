// What a run tells while it goes on. One sink serves the command line, a server, and a test.
#pragma once

#include <alembicore/plan.hpp>

#include <chrono>
#include <functional>
#include <variant>

namespace alembicore {

/// The plan is made; nothing has run yet.
struct plan_made {
    alembicore::plan plan;
};

/// A step begins.
struct step_started {
    std::size_t index = 0; ///< from 0
    std::size_t count = 0; ///< steps of the plan
    alembicore::step step;
};

/// A statement is about to be sent.
struct statement_started {
    std::string revision;
    std::string sql;
};

/// The server sent a notice, warning or the like.
struct notice_received {
    server_message notice;
};

/// A step is done (in per_run mode its transaction is still open).
struct step_done {
    std::size_t index = 0;
    alembicore::step step;
    std::chrono::microseconds elapsed{};
    std::size_t statements = 0;
};

/// The run is over and committed.
struct run_done {
    std::size_t steps = 0;
    std::chrono::microseconds elapsed{};
};

using event = std::variant<plan_made, step_started, statement_started, notice_received, step_done, run_done>;

/// Receives events in the thread that runs. Exceptions from it stop the run as an error would.
using event_sink = std::function<void(event const&)>;

} // namespace alembicore
