// What was seen before a run, for people.
#pragma once

#include "console.hpp"

#include <alembicore/review.hpp>

namespace alembicore::cli {

/// On standard error: for a person, the plan, the findings and the rehearsal; else a log line for each. Of findings,
/// warnings and errors. Nothing when quiet, but reasons to ask.
void show_review(console const& shown, review::report const& seen);

} // namespace alembicore::cli
