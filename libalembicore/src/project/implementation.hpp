// What a project holds.
#pragma once

#include <alembicore/project.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace alembicore {

struct project::implementation {
    alembicore::settings settings;
    revision_graph graph;
    std::vector<diagnostic> diagnostics;
    std::string section;                            ///< of the ini
    std::map<std::string, std::string> environment; ///< of the request
    std::vector<std::string> x_arguments;           ///< of the request
    std::filesystem::path directory;                ///< of the request, absolute
};

} // namespace alembicore
