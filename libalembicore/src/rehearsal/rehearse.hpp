// A rehearsal of steps that come from elsewhere than the revisions of a project.
#pragma once

#include "migrate/walk.hpp"

#include <alembicore/rehearsal.hpp>

namespace alembicore::rehearsal {

/// As `rehearse`, without a way back.
[[nodiscard]] report rehearse_statements(
    project const& of, database& target, plan const& decided, migrate::step_source source, options const& how
);

} // namespace alembicore::rehearsal
