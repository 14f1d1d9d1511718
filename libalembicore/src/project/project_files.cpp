#include "project/project_files.hpp"

#include "base/file.hpp"
#include "config/dotenv.hpp"
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

access::access(settings const& of, std::map<std::string, std::string> environment)
    : environment_(std::move(environment)) {
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

/// The path without links, when it is inside the project.
fs::path access::checked(fs::path const& path) const {
    bool const holds_null = path.native().find('\0') != std::string::npos;
    auto const resolved = holds_null ? fs::path{} : resolved_path(path);
    if (!is_inside(resolved))
        throw python::not_evaluable(
            "the revision reads " + path.string().substr(0, path.native().find('\0')) +
                ", which is outside the project",
            "keep files that revisions read inside the project"
        );
    return resolved;
}

std::optional<std::string> access::read_file(fs::path const& file) {
    auto const resolved = checked(file);
    std::error_code unknown;
    if (!fs::exists(resolved, unknown))
        return std::nullopt;
    if (!fs::is_regular_file(resolved, unknown))
        throw python::not_evaluable("the revision reads " + file.string() + ", which is no file");
    return base::read_file(resolved);
}

python::file_kind access::kind_of(fs::path const& path) {
    auto const resolved = checked(path);
    std::error_code unknown;
    if (fs::is_directory(resolved, unknown))
        return python::file_kind::folder;
    return fs::exists(resolved, unknown) ? python::file_kind::file : python::file_kind::none;
}

std::vector<std::string> access::list_folder(fs::path const& folder) {
    auto const resolved = checked(folder);
    std::vector<std::string> names;
    std::error_code failure;
    for (fs::directory_iterator at{resolved, failure}, end; !failure && at != end; at.increment(failure))
        names.push_back(at->path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::optional<std::string> access::environment_variable(std::string const& name) {
    if (auto const found = environment_.find(name); found != environment_.end())
        return found->second;
    for (auto const& folder : module_path_) {
        std::error_code unknown;
        auto const file = folder / ".env";
        if (fs::is_regular_file(file, unknown) &&
            config::parse_dotenv(base::read_text_file(file), environment_).contains(name))
            throw python::not_evaluable(
                "the environment variable " + name + " is set in " + file.string() + " only",
                "export it, so that Python and this tool see the same"
            );
    }
    return std::nullopt;
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
