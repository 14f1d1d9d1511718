#include "project/import_roots.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>

namespace alembicore::project_files {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view project_marks[] = {
    "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile", ".git"};

bool is_there(fs::path const& path) {
    std::error_code unknown;
    return fs::exists(path, unknown);
}

/// A folder that code can import: `my-project` with an `__init__.py` in it is none.
bool is_package(fs::path const& folder) {
    auto const name = folder.filename().string();
    bool const importable = std::ranges::all_of(name, [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0x80U;
    });
    return importable && is_there(folder / "__init__.py");
}

bool ends_project(fs::path const& folder) {
    return std::ranges::any_of(project_marks, [&](std::string_view mark) { return is_there(folder / mark); });
}

} // namespace

std::vector<fs::path> find_import_roots(fs::path const& revisions) {
    std::vector<fs::path> roots;
    std::size_t within_project = 0; ///< how many of them are not above the project, as far as that is known
    bool package_below = false;
    for (auto folder = fs::absolute(revisions).lexically_normal(); folder != folder.parent_path();
         folder = folder.parent_path()) {
        bool const package = is_package(folder);
        bool const ini = is_there(folder / "alembic.ini");
        bool const end = !package && ends_project(folder);
        if (ini || end || (package_below && !package))
            roots.push_back(folder);
        if (ini)
            within_project = roots.size();
        if (end) {
            if (is_there(folder / "src"))
                roots.push_back(folder / "src");
            return roots;
        }
        package_below = package;
    }
    roots.resize(within_project);
    return roots;
}

} // namespace alembicore::project_files
