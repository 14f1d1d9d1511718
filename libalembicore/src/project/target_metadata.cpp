#include "project/target_metadata.hpp"

#include "base/file.hpp"
#include "config/text.hpp"
#include "project/metadata_search.hpp"

#include <algorithm>
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

/// Visits the project's Python files; false: there are too many to look at.
template <typename Visit>
bool for_each_file(fs::path const& root, Visit&& visit) {
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
            return false;
        visit(entry->path(), base::read_file(entry->path()));
    }
    return !failure;
}

fs::path root_of(settings const& of) {
    return of.config_file.empty() ? of.pyproject_file.parent_path() : of.config_file.parent_path();
}

schema::naming_convention unknown(std::string why) {
    schema::naming_convention convention;
    convention.unknown_because = std::move(why);
    return convention;
}

/// Whether the text of the project speaks of a convention at all, its own or that of a library with one.
bool speaks_of_convention(settings const& of) {
    bool speaks = false;
    bool const all_seen = for_each_file(root_of(of), [&](fs::path const&, std::string const& text) {
        for (std::string_view const word : {"naming_convention", "advanced_alchemy", "litestar"})
            speaks = speaks || text.find(word) != std::string::npos;
    });
    return speaks || !all_seen;
}

/// `name = SQLAlchemy(…)` in the modules of the project: what Flask-Migrate finds through the application.
schema::naming_convention convention_of_flask(settings const& of, python::project_access& modules) {
    std::vector<found_convention> found;
    fs::path const root = root_of(of);
    for_each_file(root, [&](fs::path const& file, std::string const& text) {
        auto const call = text.find("= SQLAlchemy(");
        if (call == std::string::npos)
            return;
        auto const line = text.rfind('\n', call) + 1;
        auto const name = text.substr(line, text.find_first_of(" :=", line) - line);
        auto dotted = file.lexically_relative(root).replace_extension().generic_string();
        std::replace(dotted.begin(), dotted.end(), '/', '.');
        if (dotted.ends_with(".__init__"))
            dotted.resize(dotted.size() - 9);
        found.push_back(metadata_search{modules}.of_name(dotted, {name, "metadata"}));
    });
    bool const agree = !found.empty() && std::all_of(found.begin(), found.end(), [&](auto const& each) {
        return each && each->templates == found.front()->templates;
    });
    return agree ? *found.front() : unknown("env.py asks the application for its metadata");
}

} // namespace

schema::naming_convention find_naming_convention(settings const& of, python::project_access& modules) {
    if (!of.target_metadata)
        return schema::naming_convention{of.naming_convention};
    try {
        if (of.target_metadata->empty())
            return speaks_of_convention(of) ? convention_of_flask(of, modules) : schema::naming_convention{};
        auto const colon = of.target_metadata->find(':');
        std::string const module = of.target_metadata->substr(0, colon);
        auto const parts = config::split(std::string_view{*of.target_metadata}.substr(colon + 1), '.');
        std::vector<std::string> const names(parts.begin(), parts.end());
        auto found = metadata_search{modules}.of_name(module, names);
        bool const elsewhere = modules.find_module(module) == nullptr;
        if ((found && !elsewhere) || !speaks_of_convention(of))
            return found.value_or(schema::naming_convention{});
        return unknown("it is that of " + *of.target_metadata);
    } catch (error const& failure) {
        return unknown("it is that of " + *of.target_metadata + ", and " + failure.info().message);
    }
}

} // namespace alembicore::project_files
