#include "script/project_layout.hpp"

#include "base/file.hpp"
#include "script/template_text.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include <toml++/toml.h>

namespace alembicore::script {

namespace {

namespace fs = std::filesystem;

/// Where a layout takes each file from; what two layouts share is kept once.
struct layout_files {
    std::string_view name;
    std::string_view env;
    std::string_view script;
    std::string_view ini;
    std::string_view pyproject; ///< empty: the ini holds everything
};

constexpr std::array known_layouts{
    layout_files{"async", "async/env.py", "generic/script.py.mako", "async/alembic.ini.mako", ""},
    layout_files{"generic", "generic/env.py", "generic/script.py.mako", "generic/alembic.ini.mako", ""},
    layout_files{"multidb", "multidb/env.py", "multidb/script.py.mako", "multidb/alembic.ini.mako", ""},
    layout_files{
        "pyproject",
        "generic/env.py",
        "generic/script.py.mako",
        "pyproject/alembic.ini.mako",
        "pyproject/pyproject.toml.mako"},
    layout_files{
        "pyproject_async",
        "async/env.py",
        "generic/script.py.mako",
        "pyproject_async/alembic.ini.mako",
        "pyproject/pyproject.toml.mako"},
};

std::string_view text_of(std::string_view file) {
    for (template_text const& each : template_texts())
        if (each.file == file)
            return each.text;
    throw error{errc::internal, "the template " + std::string{file} + " is not compiled in"};
}

std::string readme_of(std::string_view name) {
    return std::string{name} + "/README";
}

layout_files const& find_layout(std::string_view name) {
    auto const* const found = std::ranges::find(known_layouts, name, &layout_files::name);
    if (found != known_layouts.end())
        return *found;
    std::string names;
    for (layout_files const& each : known_layouts)
        names.append(names.empty() ? "" : ", ").append(each.name);
    throw error{errc::bad_usage, "there is no template '" + std::string{name} + "'", "choose one of: " + names};
}

fs::path absolute_directory(layout_request const& request) {
    return fs::absolute(request.working_directory / request.directory).lexically_normal();
}

void require_empty(fs::path const& directory) {
    std::error_code failure;
    if (!fs::exists(directory, failure))
        return;
    if (!fs::is_directory(directory, failure))
        throw error{errc::file_exists, directory.string() + " exists already and is no folder", "choose another name"};
    if (!fs::is_empty(directory, failure) || failure)
        throw error{
            errc::file_exists,
            "Directory " + directory.string() + " already exists and is not empty",
            "choose another name, or remove what is in it"};
}

/// The script directory as configuration files name it: from their own folder, unless the user gave it absolutely.
std::string script_location(layout_request const& request, fs::path const& config_file) {
    bool const absolute = request.directory.is_absolute();
    fs::path const shown =
        absolute ? request.directory : absolute_directory(request).lexically_relative(config_file.parent_path());
    std::string location;
    // Percent signs are doubled where configuration files are read.
    for (char const c : shown.lexically_normal().generic_string())
        location.append(c == '%' ? 2 : 1, c);
    return absolute ? location : "%(here)s/" + location;
}

std::string with_location(std::string_view text, std::string const& location) {
    constexpr std::string_view token = "${script_location}";
    std::string made{text};
    made.replace(made.find(token), token.size(), location);
    return made;
}

std::optional<toml::table> read_toml(fs::path const& file) {
    if (!fs::exists(file))
        return std::nullopt;
    try {
        return toml::parse(base::read_text_file(file), file.string());
    } catch (toml::parse_error const& problem) {
        error_info info;
        info.code = errc::bad_configuration;
        info.message = file.string() + " is not valid TOML: " + std::string{problem.description()};
        info.remedy = "correct it first; nothing has been written";
        info.place = source_place{
            .file = file.string(),
            .line = problem.source().begin.line,
            .column = problem.source().begin.column,
            .excerpt = {}};
        throw error{std::move(info)};
    }
}

void append_to(fs::path const& file, std::string const& text) {
    std::ofstream out{file, std::ios::binary | std::ios::app};
    out << "\n\n" << text;
    out.close();
    if (!out)
        throw error{
            errc::file_unwritable,
            "cannot write " + file.string(),
            "check that the file is writable and the disk has room"};
}

void make_folders(fs::path const& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        throw error{
            errc::file_unwritable,
            "cannot create " + folder.string() + ": " + failure.message(),
            "check that the folder above it is writable"};
}

class writer {
public:
    writer(layout_request const& request, layout_files const& files)
        : request_(request), files_(files), directory_(absolute_directory(request)) {}

    written_layout write() {
        require_empty(directory_);
        auto const pyproject =
            files_.pyproject.empty() ? std::optional<toml::table>{} : read_toml(request_.pyproject_file);
        make_folders(directory_ / "versions");
        add(directory_ / "README", text_of(readme_of(files_.name)));
        add(directory_ / "env.py", text_of(files_.env));
        add(directory_ / "script.py.mako", text_of(files_.script));
        write_ini();
        if (!files_.pyproject.empty())
            write_pyproject(pyproject);
        if (request_.package == package_files::written) {
            add(directory_ / "__init__.py", {});
            add(directory_ / "versions" / "__init__.py", {});
        }
        return std::move(done_);
    }

private:
    void add(fs::path const& file, std::string_view text) {
        base::write_new_file(file, text);
        done_.written.push_back(file);
    }

    void write_ini() {
        fs::path const& file = request_.config_file;
        if (fs::exists(file))
            return done_.kept.push_back(file);
        std::string_view const text = text_of(files_.ini);
        if (files_.pyproject.empty())
            add(file, with_location(text, script_location(request_, file)));
        else
            add(file, text);
    }

    void write_pyproject(std::optional<toml::table> const& present) {
        fs::path const& file = request_.pyproject_file;
        if (present && (*present)["tool"]["alembic"])
            return done_.kept.push_back(file);
        std::string const text = with_location(text_of(files_.pyproject), script_location(request_, file));
        if (!present)
            return add(file, text);
        append_to(file, text);
        done_.written.push_back(file);
    }

    layout_request const& request_;
    layout_files const& files_;
    fs::path directory_;
    written_layout done_;
};

} // namespace

std::vector<layout> layouts() {
    std::vector<layout> all;
    for (layout_files const& each : known_layouts) {
        std::string_view const readme = text_of(readme_of(each.name));
        all.push_back({each.name, std::string{readme.substr(0, readme.find('\n'))}});
    }
    return all;
}

written_layout write_layout(layout_request const& request) {
    return writer{request, find_layout(request.layout)}.write();
}

} // namespace alembicore::script
