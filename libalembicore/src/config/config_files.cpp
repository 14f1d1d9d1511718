#include "config/config_files.hpp"

#include "base/file.hpp"

#include <optional>
#include <system_error>

namespace alembicore::config {

namespace {

namespace fs = std::filesystem;

constexpr char const* pyproject_name = "pyproject.toml";

struct named_files {
    std::optional<fs::path> ini;
    std::optional<fs::path> pyproject;
};

void add_named(named_files& named, fs::path const& file) {
    bool const is_pyproject = file.filename() == pyproject_name;
    auto& slot = is_pyproject ? named.pyproject : named.ini;
    if (slot)
        throw error{
            errc::bad_usage,
            is_pyproject ? "pyproject.toml indicated more than once" : "only one ini file may be indicated",
            "give -c at most once for an ini file and once for a pyproject.toml"};
    slot = file;
}

/// ALEMBIC_CONFIG stands in for a default, so `-c` for a file of the same kind is stronger.
named_files name_files(settings_request const& request) {
    named_files named;
    for (auto const& file : request.config_files)
        add_named(named, file);
    auto const variable = request.environment.find("ALEMBIC_CONFIG");
    if (variable == request.environment.end() || variable->second.empty())
        return named;
    fs::path const file = variable->second;
    auto& slot = file.filename() == pyproject_name ? named.pyproject : named.ini;
    if (!slot)
        slot = file;
    return named;
}

bool is_there(fs::path const& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

std::string here(fs::path const& file) {
    return file.parent_path().generic_string();
}

} // namespace

config_files read_config_files(settings_request const& request, fs::path const& directory) {
    named_files const named = name_files(request);
    config_files files;
    if (fs::path const file = directory / named.pyproject.value_or(pyproject_name); is_there(file)) {
        files.pyproject_path = file;
        files.pyproject = parse_pyproject(file.string(), base::read_text_file(file), here(file));
    }
    files.ini_looked_for = directory / named.ini.value_or("alembic.ini");
    // Flask-Migrate keeps the ini among the migrations, and its own command finds it there.
    fs::path const flask_ini = directory / "migrations" / "alembic.ini";
    bool const looks_in_migrations = !named.ini && !is_there(files.ini_looked_for) && !files.pyproject.has_alembic;
    fs::path const& file = looks_in_migrations && is_there(flask_ini) ? flask_ini : files.ini_looked_for;
    if (is_there(file)) {
        files.ini_path = file;
        files.ini = parse_ini(file.string(), base::read_text_file(file), {{"here", here(file)}});
    }
    return files;
}

} // namespace alembicore::config
