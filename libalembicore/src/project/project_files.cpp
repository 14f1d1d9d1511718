#include "project/project_files.hpp"

#include "base/file.hpp"
#include "project/import_roots.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace alembicore::project_files {

namespace {

namespace fs = std::filesystem;

fs::path resolved_path(fs::path const& path) {
    std::error_code failure;
    auto resolved = fs::weakly_canonical(path, failure);
    return failure ? fs::absolute(path).lexically_normal() : resolved;
}

bool is_below(fs::path const& path, fs::path const& root) {
    return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

void add_folder(std::vector<fs::path>& to, fs::path const& folder) {
    if (folder.empty())
        return;
    auto resolved = resolved_path(folder);
    if (std::ranges::find(to, resolved) == to.end())
        to.push_back(std::move(resolved));
}

fs::path relative_path_of(std::string_view dotted) {
    fs::path path;
    while (!dotted.empty()) {
        auto const dot = dotted.find('.');
        path /= dotted.substr(0, dot);
        dotted.remove_prefix(dot == std::string_view::npos ? dotted.size() : dot + 1);
    }
    return path;
}

} // namespace

access::access(settings const& of) {
    for (auto const& folder : of.prepend_sys_path)
        add_folder(module_path_, folder);
    add_folder(module_path_, of.config_file.parent_path());
    add_folder(module_path_, of.pyproject_file.parent_path());
    for (auto const& folder : of.version_locations)
        for (auto const& root : find_import_roots(folder))
            add_folder(module_path_, root);
    roots_ = module_path_;
    add_folder(roots_, of.script_location);
    for (auto const& folder : of.version_locations)
        add_folder(roots_, folder);
}

bool access::is_inside(fs::path const& path) const {
    return std::ranges::any_of(roots_, [&](fs::path const& root) { return is_below(path, root); });
}

std::optional<std::string> access::read_file(fs::path const& file) {
    auto const resolved = resolved_path(file);
    if (!is_inside(resolved))
        throw python::not_evaluable(
            "the revision reads " + file.string() + ", which is outside the project",
            "keep files that revisions read inside the project"
        );
    std::error_code unknown;
    if (!fs::exists(resolved, unknown))
        return std::nullopt;
    return base::read_file(resolved);
}

std::shared_ptr<python::source_module const> access::find_module(std::string_view dotted) {
    if (auto const known = modules_.find(dotted); known != modules_.end())
        return known->second;
    auto const relative = relative_path_of(dotted);
    std::shared_ptr<python::source_module const> found;
    for (auto const& folder : module_path_) {
        for (auto const& candidate : {folder / relative / "__init__.py", (folder / relative).concat(".py")}) {
            std::error_code unknown;
            if (!fs::is_regular_file(candidate, unknown) || !is_inside(resolved_path(candidate)))
                continue;
            found = python::parse_module(candidate.string(), base::read_text_file(candidate));
            break;
        }
        if (found)
            break;
    }
    modules_.emplace(dotted, found);
    return found;
}

} // namespace alembicore::project_files
