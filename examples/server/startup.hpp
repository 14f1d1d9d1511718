// What the server has found, one line for each thing that people ask about.
#pragma once

#include "workspace/workspace.hpp"

#include <iosfwd>

namespace alembicore::server {

/// Project, models, database; where something is missing, what to do.
void report_startup(workspace& served, std::ostream& to);

} // namespace alembicore::server
