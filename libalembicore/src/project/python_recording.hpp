// The journal of a run through Python. Its transactions are another session's: that the run has begun is recorded
// before, and what it did when it is over, from the events that it has sent.
#pragma once

#include "interpreter/tasks.hpp"
#include "journal/recorder.hpp"
#include "migrate/run.hpp"

#include <alembicore/event.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace alembicore::project_record {

/// Runs the plan as interpreter::run_plan does, and records it. Errors: as there.
migrate::run_result
run_plan(postgres::connection& own, plan const& decided, interpreter::task wanted, journal::recorder& in);

/// Gathers what events tell of steps.
class told_steps {
public:
    void add(event const& happened);

    /// Records the first of them.
    void record(std::size_t count, journal::recorder& in) const;

private:
    struct told_step {
        step which;
        std::vector<std::string> statements;
        std::vector<server_message> notices;
        std::chrono::microseconds elapsed{};
    };

    std::vector<told_step> steps_;
};

} // namespace alembicore::project_record
