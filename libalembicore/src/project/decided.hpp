// What must be known before anything is run or printed.
#pragma once

#include <alembicore/settings.hpp>

namespace alembicore {

/// env.py may compute where the version table is, or how a run is cut into transactions. To guess would be to migrate
/// against the wrong table. Where there is no env.py that could be read, nobody knows.
/// Errors: decided_at_run_time; file_unreadable, syntax_error and the like about env.py.
void require_decided_run(settings const& of);

} // namespace alembicore
