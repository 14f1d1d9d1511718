#include "project/target_metadata.hpp"

#include "config/text.hpp"
#include "project/metadata_search.hpp"
#include "project/source_files.hpp"

#include <algorithm>

namespace alembicore::project_files {

namespace {

namespace fs = std::filesystem;

schema::naming_convention unknown(std::string why) {
    schema::naming_convention convention;
    convention.unknown_because = std::move(why);
    return convention;
}

/// Whether the text of the project speaks of a convention at all, its own or that of a library with one.
bool speaks_of_convention(settings const& of) {
    bool speaks = false;
    auto const end = for_each_source_file(root_of(of), [&](fs::path const&, std::string const& text) {
        for (std::string_view const word : {"naming_convention", "advanced_alchemy", "litestar"})
            speaks = speaks || text.find(word) != std::string::npos;
    });
    return speaks || end == search_end::too_many;
}

/// `name = SQLAlchemy(…)` in the modules of the project: what Flask-Migrate finds through the application.
schema::naming_convention convention_of_flask(settings const& of, python::project_access& modules) {
    std::vector<found_convention> found;
    fs::path const root = root_of(of);
    for_each_source_file(root, [&](fs::path const& file, std::string const& text) {
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
