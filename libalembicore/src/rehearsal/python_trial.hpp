// What Alembic tells of a plan that the project's Python runs, as steps of a rehearsal.
#pragma once

#include <alembicore/event.hpp>
#include <alembicore/rehearsal.hpp>

#include <vector>

namespace alembicore::rehearsal {

/// A sink of events. Statements are known by their text only: Python has gone on before anybody could look.
class python_steps {
public:
    explicit python_steps(event_sink to) : to_{std::move(to)} {}

    void operator()(event const& happened);

    [[nodiscard]] std::vector<step> take() && { return std::move(steps_); }

private:
    event_sink to_;
    std::vector<step> steps_;
};

} // namespace alembicore::rehearsal
