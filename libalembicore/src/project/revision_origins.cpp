#include "project/git.hpp"

#include <alembicore/revision_origins.hpp>

#include <sstream>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

constexpr char begin_of_commit = '\x01';

/// The newest commit that added each file below the folder, with paths relative to it. One question for all of them.
std::map<std::string, revision_origin> origins_in(fs::path const& folder, std::chrono::milliseconds patience) {
    std::istringstream lines{project_git::ask(
        folder,
        {"-c",
         "core.quotePath=false",
         "log",
         "--diff-filter=A",
         "--name-only",
         "--no-renames",
         "--relative",
         "--format=%x01%h%x09%aI%x09%an",
         "--",
         "."},
        patience
    )};
    std::map<std::string, revision_origin> found;
    revision_origin now;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty())
            continue;
        if (line.front() != begin_of_commit) {
            found.emplace(line, now);
            continue;
        }
        line.erase(0, 1);
        now.commit = project_git::take_field(line);
        now.date = project_git::take_field(line);
        now.author = line;
    }
    return found;
}

} // namespace

std::map<std::string, revision_origin> revision_origins(project const& of, std::chrono::milliseconds patience) {
    std::map<std::string, revision_origin> origins;
    for (auto const& folder : of.settings().version_locations) {
        auto const files = origins_in(folder, patience);
        for (auto const& each : of.graph().revisions()) {
            if (each.path.empty())
                continue;
            auto const found = files.find(fs::path{each.path}.lexically_relative(folder).generic_string());
            if (found != files.end())
                origins.emplace(each.id, found->second);
        }
    }
    return origins;
}

} // namespace alembicore
