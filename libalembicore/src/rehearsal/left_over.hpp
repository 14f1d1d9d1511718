// What steps leave behind when they are undone: from schemas on the way there and back.
#pragma once

#include <alembicore/rehearsal.hpp>

#include <vector>

namespace alembicore::rehearsal {

/// `there` are the schemas before the first step and after each, `back` those after all of them and after each undone
/// step, as far as that came. What a later step has left is not told of an earlier one again.
[[nodiscard]] std::vector<undone_step> left_over_by_step(
    plan const& decided, std::vector<catalog::snapshot> const& there, std::vector<catalog::snapshot> const& back
);

} // namespace alembicore::rehearsal
