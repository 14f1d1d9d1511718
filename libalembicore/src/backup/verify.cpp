// Whether a backup can be relied on.
#include "backup/archive.hpp"
#include "backup/checksum.hpp"
#include "backup/folder.hpp"
#include "postgres/scratch_database.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/error.hpp>

#include <set>
#include <system_error>

namespace alembicore {

namespace fs = std::filesystem;

namespace {

using clock = std::chrono::steady_clock;

void check_file(
    backup_file const& file, backup_manifest const& backup, backup_check& check, std::stop_token const& stop
) {
    auto const path = backup.folder / file.name;
    std::error_code failure;
    auto const size = fs::file_size(path, failure);
    if (failure)
        check.problems.push_back("file " + file.name + " cannot be read: " + failure.message());
    else if (size != file.size)
        check.problems.push_back(
            "file " + file.name + " has " + std::to_string(size) + " bytes, and had " + std::to_string(file.size)
        );
    else if (backup::sha256_of(path, stop) != file.sha256)
        check.problems.push_back("file " + file.name + " has changed: its checksum is another one");
    ++check.files;
}

void check_files(backup_manifest const& backup, backup_check_options const& options, backup_check& check) {
    std::set<std::string> known{backup::manifest_name};
    backup_progress now{.activity = "checking", .subject = {}, .count = backup.files.size()};
    for (auto const& each : backup.files) {
        now.subject = each.name;
        if (options.progress)
            options.progress(now);
        check_file(each, backup, check, options.stop);
        known.insert(each.name);
        now.bytes += each.size;
        ++now.done;
    }
    for (auto const& entry : fs::recursive_directory_iterator{backup.folder})
        if (auto name = fs::relative(entry.path(), backup.folder).string();
            entry.is_regular_file() && !known.contains(name))
            check.problems.push_back("file " + name + " is not one of the backup's");
    if (backup.files.empty())
        check.problems.emplace_back("the manifest names no files");
}

/// What pg_restore cannot read is a finding about the archive.
template <typename Reading>
void as_finding(backup_check& check, Reading const& reading) {
    try {
        reading();
    } catch (error const& failure) {
        if (failure.code() != errc::child_process_failed)
            throw;
        check.problems.push_back(failure.info().message + ": " + failure.info().reason);
    }
}

void check_archive(
    backup_manifest const& backup,
    backup::client_programs const& programs,
    backup_check_options const& options,
    backup_check& check
) {
    as_finding(check, [&] {
        auto const lines = backup::table_of_contents(programs, backup, options.stop);
        check.tables = backup.tables.size();
        for (auto& each : backup::missing_entries(backup, lines))
            check.problems.push_back(std::move(each));
        if (options.progress)
            options.progress({.activity = "reading", .subject = backup::archive_of(backup).filename().string()});
        backup::read_through(programs, backup, options.stop);
    });
}

backup_check check_as_it_lies(
    backup_manifest const& backup, std::string const& server_version, backup_check_options const& options
) {
    backup_check check;
    check.id = backup.id;
    check_files(backup, options, check);
    if (!check.problems.empty())
        return check; // what pg_restore says about a damaged file tells nothing more
    check_archive(backup, backup::programs_to_read(backup, options.programs, server_version), options, check);
    return check;
}

void check_by_loading(
    backup_manifest const& backup, database& on_server_of, backup_check_options const& options, backup_check& check
) {
    postgres::scratch_database const scratch{on_server_of.connection(), options.stop};
    check.restored = true;
    as_finding(check, [&] {
        backup::load({
            .programs = backup::programs_to_read(backup, options.programs, on_server_of.server_version()),
            .backup = backup,
            .server = scratch.url(),
            .database = scratch.name(),
            .ownership = backup::ownership::dropped,
            .progress = options.progress,
            .stop = options.stop,
        });
        auto loaded = database::connect(scratch.url());
        auto compared = backup::compare_with_manifest(loaded, backup, options.progress, options.stop);
        check.counted = compared.counted;
        for (auto& each : compared.problems)
            check.problems.push_back(std::move(each));
    });
}

backup_check timed(backup_check check, clock::time_point started) {
    check.elapsed = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - started);
    return check;
}

} // namespace

backup_check verify_backup(backup_manifest const& backup, backup_check_options const& options) {
    auto const started = clock::now();
    return timed(check_as_it_lies(backup, {}, options), started);
}

backup_check verify_backup(backup_manifest const& backup, database& on_server_of, backup_check_options const& options) {
    auto const started = clock::now();
    auto check = check_as_it_lies(backup, on_server_of.server_version(), options);
    if (check.problems.empty())
        check_by_loading(backup, on_server_of, options, check);
    return timed(std::move(check), started);
}

} // namespace alembicore
