#include "project/squashed.hpp"

#include "script/directory.hpp"

#include <system_error>

namespace alembicore::project_files {

namespace fs = std::filesystem;

namespace {

constexpr char const* all_squashed = "squashed";

} // namespace

fs::path squashed_folder(settings const& of, std::string const& by) {
    return of.script_location / all_squashed / by;
}

std::optional<squashed_revision> find_squashed(settings const& of, std::string_view id) {
    if (of.script_location.empty())
        return std::nullopt;
    std::error_code none;
    for (auto const& folder : fs::directory_iterator{of.script_location / all_squashed, none})
        for (auto const& each : script::load_revisions({.locations = {folder.path()}}).revisions)
            if (each.id == id)
                return squashed_revision{.file = each.path, .by = folder.path().filename().string()};
    return std::nullopt;
}

} // namespace alembicore::project_files
