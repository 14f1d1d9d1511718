#include "project/source_files.hpp"

#include "base/file.hpp"

#include <set>
#include <system_error>

namespace alembicore::project_files {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 5'000;
constexpr std::uintmax_t largest_file = 1U << 20U;

/// Folders that hold other people's code, or none.
bool is_foreign(fs::path const& folder) {
    static std::set<std::string> const names{"node_modules", "site-packages", "__pycache__", "venv", "env"};
    std::error_code unknown;
    auto const name = folder.filename().string();
    return name.starts_with('.') || names.count(name) != 0 || fs::exists(folder / "pyvenv.cfg", unknown);
}

} // namespace

search_end
for_each_source_file(fs::path const& root, std::function<void(fs::path const&, std::string const&)> const& visit) {
    std::error_code failure;
    std::size_t seen = 0;
    auto const skip = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry{root, skip, failure}, end; !failure && entry != end;
         entry.increment(failure)) {
        std::error_code unknown;
        if (entry->is_directory(unknown)) {
            if (is_foreign(entry->path()))
                entry.disable_recursion_pending();
            continue;
        }
        if (entry->path().extension() != ".py" || entry->file_size(unknown) > largest_file)
            continue;
        if (++seen > most_files)
            return search_end::too_many;
        visit(entry->path(), base::read_file(entry->path()));
    }
    return failure ? search_end::too_many : search_end::all_seen;
}

fs::path root_of(settings const& of) {
    auto const folder = of.config_file.empty() ? of.pyproject_file.parent_path() : of.config_file.parent_path();
    auto const relative = of.script_location.lexically_normal().lexically_relative(folder.lexically_normal());
    bool const elsewhere = relative.empty() || relative.begin()->string() == "..";
    return elsewhere && !of.script_location.empty() ? of.script_location.parent_path() : folder;
}

} // namespace alembicore::project_files
