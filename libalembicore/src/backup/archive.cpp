#include "backup/archive.hpp"

#include "backup/client_address.hpp"
#include "backup/client_run.hpp"
#include "backup/folder.hpp"
#include "backup/moment.hpp"
#include "base/file.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <thread>
#include <unordered_set>

#include <unistd.h>

namespace alembicore::backup {

namespace fs = std::filesystem;

namespace {

constexpr unsigned most_jobs = 4;

/// pg_restore writes one line for each entry, whatever is in its name.
std::string on_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    std::ranges::replace(text, '\r', ' ');
    return text;
}

/// What stands behind the three numbers of an entry; the owner comes last.
std::string_view entry_text(std::string_view line) {
    for (int number = 0; number < 3; ++number) {
        auto const space = line.find(' ');
        if (space == std::string_view::npos)
            return {};
        line.remove_prefix(space + 1);
    }
    return line;
}

std::string_view without_owner(std::string_view entry) {
    return entry.substr(0, entry.rfind(' '));
}

std::string entry_of(std::string_view kind, catalog::name const& table) {
    return std::string{kind} + ' ' + on_one_line(table.schema) + ' ' + on_one_line(table.object);
}

std::string shown(catalog::name const& table) {
    return table.schema + '.' + table.object;
}

/// A file for pg_restore that goes with this.
class temporary_file {
public:
    explicit temporary_file(std::string const& content) {
        std::string pattern = (fs::temp_directory_path() / "alembicore-list-XXXXXX").string();
        base::file_descriptor const opened{::mkstemp(pattern.data())};
        path_ = pattern;
        if (opened.get() < 0 ||
            ::write(opened.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
            throw error{errc::file_unwritable, "cannot write " + path_.string()};
    }

    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    ~temporary_file() { ::unlink(path_.c_str()); }

    [[nodiscard]] fs::path const& path() const noexcept { return path_; }

private:
    fs::path path_;
};

/// The table of contents without the foreign keys that cannot hold.
std::string list_without_keys(backup_manifest const& backup, std::vector<std::string> const& lines) {
    std::unordered_set<std::string> left_out;
    for (auto const& each : backup.left_out)
        left_out.insert(entry_of("FK CONSTRAINT", each.table) + ' ' + on_one_line(each.key));
    std::string list;
    for (auto const& line : lines) {
        auto const entry = std::string{without_owner(entry_text(line))};
        // A comment on the constraint would have nothing to be on.
        bool const unwanted =
            left_out.contains(entry) || std::ranges::any_of(backup.left_out, [&](auto const& each) {
                return entry == "COMMENT " + each.table.schema + " CONSTRAINT " + each.key + " ON " + each.table.object;
            });
        if (!unwanted)
            list += line + '\n';
    }
    return list;
}

std::vector<std::string> base_arguments(load_request const& request, client_address const& address) {
    auto const jobs = std::clamp(std::thread::hardware_concurrency(), 1U, most_jobs);
    std::vector<std::string> arguments{
        request.programs.restore(),
        "--dbname=" + address.connection,
        "--no-password",
        "--exit-on-error",
        "--verbose",
        "--jobs=" + std::to_string(jobs),
    };
    if (request.ownership == ownership::dropped)
        for (auto const* const option : {"--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions"})
            arguments.emplace_back(option);
    return arguments;
}

/// A new database has a schema `public`, which the other one may have dropped.
void drop_public(load_request const& request) {
    if (std::ranges::find(request.backup.schemas, "public") != request.backup.schemas.end())
        return;
    postgres::connection on{request.server};
    on.execute("DROP SCHEMA IF EXISTS public", request.stop);
}

} // namespace

fs::path archive_of(backup_manifest const& backup) {
    return backup.folder / (backup.format == backup_format::custom ? archive_file : archive_folder);
}

client_programs
programs_to_read(backup_manifest const& backup, fs::path const& given, std::string const& server_version) {
    bool const newer_server = major_of(server_version) > major_of(backup.client_version);
    return newer_server ? find_client_programs(given, server_version, "the server")
                        : find_client_programs(given, backup.client_version, "the pg_dump that made this backup");
}

std::vector<std::string>
table_of_contents(client_programs const& programs, backup_manifest const& backup, std::stop_token const& stop) {
    std::vector<std::string> lines;
    run_client({
        .arguments = {programs.restore(), "--list", archive_of(backup).string()},
        .environment = address_for({}, "").environment,
        .stop = stop,
        .output =
            [&](std::string const& line) {
                if (!line.starts_with(';') && !line.empty())
                    lines.push_back(line);
            },
        .told = {},
        .tick = {},
    });
    return lines;
}

std::vector<std::string>
missing_entries(backup_manifest const& backup, std::vector<std::string> const& table_of_contents) {
    std::unordered_set<std::string_view> entries;
    for (auto const& line : table_of_contents)
        entries.insert(without_owner(entry_text(line)));
    std::vector<std::string> missing;
    for (auto const& table : backup.tables) {
        if (!entries.contains(entry_of("TABLE", table.name)) &&
            !entries.contains(entry_of("FOREIGN TABLE", table.name)))
            missing.push_back("table " + shown(table.name) + " is not in the archive");
        if (table.data && !entries.contains(entry_of("TABLE DATA", table.name)))
            missing.push_back("the rows of table " + shown(table.name) + " are not in the archive");
    }
    return missing;
}

void read_through(client_programs const& programs, backup_manifest const& backup, std::stop_token const& stop) {
    run_client({
        .arguments = {programs.restore(), "--file=/dev/null", archive_of(backup).string()},
        .environment = address_for({}, "").environment,
        .stop = stop,
        .output = {},
        .told = {},
        .tick = {},
    });
}

void load(load_request const& request) {
    drop_public(request);
    auto const address = address_for(request.server, request.database);
    auto arguments = base_arguments(request, address);
    std::optional<temporary_file> list;
    if (!request.backup.left_out.empty()) {
        list.emplace(
            list_without_keys(request.backup, table_of_contents(request.programs, request.backup, request.stop))
        );
        arguments.push_back("--use-list=" + list->path().string());
    }
    arguments.push_back(archive_of(request.backup).string());
    backup_progress now{.activity = "restoring", .subject = {}};
    for (auto const& each : request.backup.tables)
        now.count += each.data ? 1U : 0U;
    run_client({
        .arguments = std::move(arguments),
        .environment = address.environment,
        .stop = request.stop,
        .output = {},
        .told =
            [&](std::string const& line) {
                constexpr std::string_view mark = "processing data for table \"";
                auto const found = line.find(mark);
                if (found == std::string::npos || !request.progress)
                    return;
                now.subject = line.substr(found + mark.size());
                now.subject.resize(std::min(now.subject.size(), now.subject.rfind('"')));
                request.progress(now);
                ++now.done;
            },
        .tick = {},
    });
}

comparison compare_with_manifest(
    database& loaded, backup_manifest const& backup, backup_progress_sink const& progress, std::stop_token const& stop
) {
    comparison made;
    auto const schema = catalog::read(loaded, {}, stop);
    std::set<catalog::name> there;
    for (auto const& each : schema.tables)
        there.insert(each.name);
    backup_progress now{.activity = "counting", .subject = {}, .count = backup.tables.size()};
    for (auto const& each : backup.tables) {
        if (!there.contains(each.name))
            made.problems.push_back("table " + shown(each.name) + " is not there after loading");
        else if (each.data && each.exact) {
            auto const rows = count_rows(loaded.connection(), each.name, stop);
            ++made.counted;
            if (rows != each.rows)
                made.problems.push_back(
                    "table " + shown(each.name) + " has " + std::to_string(rows) + " rows after loading, and had " +
                    std::to_string(*each.rows)
                );
        }
        ++now.done;
        if (progress)
            progress(now);
    }
    if (auto const found = catalog::fingerprint(schema); found != backup.restored_fingerprint)
        made.problems.push_back(
            "the schema after loading has fingerprint " + found + ", and had " + backup.restored_fingerprint
        );
    return made;
}

} // namespace alembicore::backup
