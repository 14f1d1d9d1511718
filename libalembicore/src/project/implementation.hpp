// What a project holds.
#pragma once

#include <alembicore/project.hpp>

#include <vector>

namespace alembicore {

struct project::implementation {
    alembicore::settings settings;
    revision_graph graph;
    std::vector<diagnostic> diagnostics;
    settings_request request; ///< its directory is absolute
};

} // namespace alembicore
