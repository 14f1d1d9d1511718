#include "rehearsal/python_trial.hpp"

#include <variant>

namespace alembicore::rehearsal {

void python_steps::operator()(event const& happened) {
    if (auto const* begun = std::get_if<step_started>(&happened))
        steps_.push_back({.direction = begun->step.kind, .revision = begun->step.revision, .doc = begun->step.doc});
    else if (auto const* sent = std::get_if<statement_started>(&happened); sent != nullptr && !steps_.empty())
        steps_.back().statements.push_back({.sql = sent->sql});
    else if (auto const* done = std::get_if<step_done>(&happened); done != nullptr && !steps_.empty())
        steps_.back().elapsed = done->elapsed;
    if (to_)
        to_(happened);
}

} // namespace alembicore::rehearsal
