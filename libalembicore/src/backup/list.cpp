// Which backups there are, and taking away those that are not wanted any more.
#include "backup/folder.hpp"
#include "backup/manifest.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/database_backups.hpp>
#include <alembicore/error.hpp>

#include <algorithm>
#include <map>
#include <system_error>

namespace alembicore {

namespace fs = std::filesystem;

namespace {

void add(backup_listing& to, fs::path const& folder) {
    auto const name = folder.filename().string();
    if (name.ends_with(backup::partial_suffix)) {
        auto id = name.substr(0, name.size() - backup::partial_suffix.size());
        if (backup::is_id(id))
            (backup::is_being_filled(folder) ? to.in_progress : to.abandoned).push_back(std::move(id));
        return;
    }
    std::error_code ignored;
    if (!backup::is_id(name) || !fs::is_directory(folder, ignored))
        return;
    try {
        to.backups.push_back(backup::load_manifest(folder));
    } catch (error const& failure) {
        to.damaged.push_back({
            .severity = severity::error,
            .code = failure.code(),
            .message = failure.info().message,
            .remedy = failure.info().remedy,
            .place = source_place{.file = folder.string(), .line = 0, .column = 0, .excerpt = {}},
            .revision = {},
        });
    }
}

/// Empty: nobody can tell.
std::string name_of_database(database_url const& in) {
    for (auto const* const keyword : {"dbname", "user"})
        for (auto const& [name, value] : in.parameters)
            if (name == keyword && !value.empty())
                return value;
    return {};
}

error unknown(std::string_view id, fs::path const& directory, std::string reason) {
    error_info info;
    info.code = errc::unknown_backup;
    info.message = id == "latest" ? "there is no backup in " + directory.string()
                                  : "there is no backup '" + std::string{id} + "' in " + directory.string();
    info.reason = std::move(reason);
    info.remedy = "`alembicore backup list` lists them; --directory names another folder";
    return error{std::move(info)};
}

} // namespace

backup_listing list_backups(fs::path const& directory) {
    backup_listing listing;
    std::error_code failure;
    fs::directory_iterator const entries{directory, failure};
    if (failure && failure != std::errc::no_such_file_or_directory)
        throw error{errc::file_unreadable, "cannot read " + directory.string() + ": " + failure.message()};
    if (!failure)
        for (auto const& entry : entries)
            add(listing, entry.path());
    std::ranges::sort(listing.backups, std::ranges::greater{}, &backup_manifest::id);
    std::ranges::sort(listing.in_progress);
    std::ranges::sort(listing.abandoned);
    return listing;
}

backup_listing list_backups(fs::path const& directory, database_url const& of) {
    auto listing = list_backups(directory);
    if (auto const name = name_of_database(of); !name.empty())
        std::erase_if(listing.backups, [&](backup_manifest const& each) { return each.database != name; });
    return listing;
}

backup_manifest find_backup(fs::path const& directory, std::string_view id, database_url const& of) {
    if (id != "latest")
        return find_backup(directory, id);
    auto const ours = list_backups(directory, of).backups;
    if (ours.empty())
        throw unknown(id, directory, "none of those that are there is of the database " + name_of_database(of));
    return ours.front();
}

backup_manifest find_backup(fs::path const& directory, std::string_view id) {
    std::vector<std::string> found;
    std::error_code failure;
    for (auto const& entry : fs::directory_iterator{directory, failure}) {
        auto name = entry.path().filename().string();
        bool const whole = backup::is_id(name) && !name.ends_with(backup::partial_suffix);
        if (whole && (id == "latest" || name.starts_with(id)))
            found.push_back(std::move(name));
    }
    std::ranges::sort(found);
    if (found.empty())
        throw unknown(id, directory, {});
    if (found.size() > 1 && id != "latest" && found.front() != id)
        throw unknown(id, directory, "several begin like this: " + found.front() + ", " + found.back());
    return backup::load_manifest(directory / (id == "latest" ? found.back() : found.front()));
}

backup_pruning prune_backups(fs::path const& directory, backup_retention const& keep) {
    backup_pruning report{.removed = {}, .abandoned = backup::remove_abandoned(directory)};
    std::map<std::string, std::size_t> seen;
    for (auto const& each : list_backups(directory).backups) {
        if (!keep.database.empty() && each.database != keep.database)
            continue;
        if (keep.kind == backup_kind::of_runs && !each.occasion)
            continue;
        auto const rank = seen[each.database]++;
        auto const age = backup::age_of(each.created);
        bool const many = keep.count && rank >= *keep.count;
        bool const old = keep.age && age && *age > *keep.age;
        if (rank == 0 || !(many || old))
            continue;
        if (keep.mode == prune_mode::removed)
            backup::remove_backup(each.folder);
        report.removed.push_back(each.id);
    }
    return report;
}

} // namespace alembicore
