#include "script/directory.hpp"

#include "script/revision_file.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <unordered_set>
#include <utility>

#include <dirent.h>
#include <sys/stat.h>

namespace alembicore::script {

namespace {

enum class entry_kind { file, folder, linked_file, linked_folder, special, dangling };

struct entry {
    std::string name;
    entry_kind kind = entry_kind::file;
};

diagnostic finding_about(std::string const& path, severity level, errc code, std::string message, std::string remedy) {
    diagnostic finding;
    finding.severity = level;
    finding.code = code;
    finding.message = std::move(message);
    finding.remedy = std::move(remedy);
    finding.place = source_place{.file = path, .line = 0, .column = 0, .excerpt = {}};
    return finding;
}

entry_kind kind_behind(std::string const& path, bool linked) {
    struct stat status {};

    if (::stat(path.c_str(), &status) != 0)
        return entry_kind::dangling;
    if (S_ISDIR(status.st_mode))
        return linked ? entry_kind::linked_folder : entry_kind::folder;
    if (S_ISREG(status.st_mode))
        return linked ? entry_kind::linked_file : entry_kind::file;
    return entry_kind::special;
}

bool is_link(std::string const& path) {
    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

entry_kind kind_of(std::string const& folder, dirent const& found) {
    switch (found.d_type) {
    case DT_REG:
        return entry_kind::file;
    case DT_DIR:
        return entry_kind::folder;
    case DT_LNK:
        return kind_behind(folder + '/' + found.d_name, true);
    case DT_UNKNOWN: {
        // Some file systems do not say.
        std::string const path = folder + '/' + found.d_name;
        return kind_behind(path, is_link(path));
    }
    default:
        return entry_kind::special;
    }
}

struct close_folder {
    void operator()(DIR* opened) const noexcept { ::closedir(opened); }
};

/// The entries of a folder sorted by name; nullopt with errno set when it cannot be listed.
std::optional<std::vector<entry>> list_folder(std::string const& folder) {
    std::unique_ptr<DIR, close_folder> const opened{::opendir(folder.c_str())};
    if (!opened)
        return std::nullopt;
    std::vector<entry> entries;
    while (dirent const* const found = ::readdir(opened.get())) {
        std::string name = found->d_name;
        if (name != "." && name != "..")
            entries.push_back({std::move(name), kind_of(folder, *found)});
    }
    std::ranges::sort(entries, {}, &entry::name);
    return entries;
}

bool is_passed_over(std::string_view name) noexcept {
    return name.starts_with(".#") || name.starts_with("__init__");
}

std::string_view file_name_of(std::string_view path) noexcept {
    return path.substr(path.rfind('/') + 1);
}

/// Reads every revision that has a path and nothing else. The first files are read here, while a connection
/// that is made at the same time has the other cores; more files are worth more threads.
void read_headers(std::vector<revision>& revisions) {
    constexpr std::size_t files_before_help = 2000;
    constexpr std::size_t most_helpers = 3;

    std::atomic<std::size_t> next = 0;
    auto const read_below = [&](std::size_t end) {
        base::folder_reader folders;
        for (std::size_t i = next++; i < end; i = next++)
            if (revisions[i].diagnostics.empty())
                revisions[i] = load_revision(revisions[i].path, folders);
    };
    if (revisions.size() <= files_before_help)
        return read_below(revisions.size());
    read_below(files_before_help);
    --next; // the one that was taken beyond the end
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::thread::hardware_concurrency() && i <= most_helpers; ++i)
        helpers.emplace_back(read_below, revisions.size());
    read_below(revisions.size());
}

class loader {
public:
    explicit loader(version_folders const& folders) : folders_(folders) {}

    loaded_revisions load() {
        for (std::filesystem::path const& location : folders_.locations) {
            std::error_code failure;
            auto const real = std::filesystem::canonical(location, failure);
            if (failure == std::errc::no_such_file_or_directory)
                continue;
            if (failure)
                report_folder(location.string(), failure.value());
            else
                load_folder(real.string());
        }
        read_headers(loaded_.revisions);
        return std::move(loaded_);
    }

private:
    void load_folder(std::string const& folder) {
        auto const entries = list_folder(folder);
        if (!entries)
            return report_folder(folder, errno);
        for (entry const& found : *entries)
            if (found.kind != entry_kind::folder && found.kind != entry_kind::linked_folder)
                load_entry(folder, found);
        if (folders_.sourceless)
            report_compiled(folder, *entries);
        if (!folders_.recursive)
            return;
        for (entry const& found : *entries)
            if (found.kind == entry_kind::folder && !found.name.ends_with("__pycache__"))
                load_folder(folder + '/' + found.name);
    }

    void load_entry(std::string const& folder, entry const& found) {
        std::string path = folder + '/' + found.name;
        // Alembic looks at the name behind a link, not at the link's.
        if (found.kind == entry_kind::linked_file)
            path = std::filesystem::canonical(path).string();
        std::string_view const name = file_name_of(path);
        if (!name.ends_with(".py") || is_passed_over(name))
            return;
        if (!seen_.insert(path).second)
            return report_twice(path);
        if (found.kind == entry_kind::special)
            return report_special(path);
        loaded_.revisions.emplace_back().path = path;
    }

    void report_twice(std::string const& path) {
        loaded_.diagnostics.push_back(finding_about(
            path,
            severity::warning,
            errc::duplicate_revision,
            path + " is reached twice and read once",
            "make version_locations name every folder once, and remove links to revision files"
        ));
    }

    void report_special(std::string const& path) {
        revision& broken = loaded_.revisions.emplace_back();
        broken.path = path;
        broken.diagnostics.push_back(finding_about(
            path,
            severity::error,
            errc::file_unreadable,
            "cannot read " + path + ": not a regular file",
            "remove it from the versions folder"
        ));
    }

    void report_folder(std::string const& folder, int number) {
        loaded_.diagnostics.push_back(finding_about(
            folder,
            severity::error,
            errc::file_unreadable,
            "cannot list " + folder + ": " + std::generic_category().message(number),
            number == EACCES ? "give this user permission to read it" : "correct version_locations"
        ));
    }

    /// Compiled revisions whose source is not there; Alembic would run them.
    void report_compiled(std::string const& folder, std::vector<entry> const& entries) {
        std::unordered_set<std::string> sources;
        for (entry const& found : entries)
            if (found.name.ends_with(".py"))
                sources.insert(found.name.substr(0, found.name.find('.')));
        report_compiled_in(folder, entries, sources);
        if (auto const cached = list_folder(folder + "/__pycache__"))
            report_compiled_in(folder + "/__pycache__", *cached, sources);
    }

    void report_compiled_in(
        std::string const& folder, std::vector<entry> const& entries, std::unordered_set<std::string> const& sources
    ) {
        for (entry const& found : entries) {
            bool const compiled = found.name.ends_with(".pyc") || found.name.ends_with(".pyo");
            if (!compiled || is_passed_over(found.name) || sources.contains(found.name.substr(0, found.name.find('.'))))
                continue;
            std::string const path = folder + '/' + found.name;
            loaded_.diagnostics.push_back(finding_about(
                path,
                severity::error,
                errc::file_unreadable,
                path + " is compiled Python without its source, which is not read",
                "put the .py file beside it"
            ));
        }
    }

    version_folders const& folders_;
    loaded_revisions loaded_;
    std::unordered_set<std::string> seen_;
};

} // namespace

loaded_revisions load_revisions(version_folders const& folders) {
    return loader{folders}.load();
}

} // namespace alembicore::script
