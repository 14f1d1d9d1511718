#include "backup/client_programs.hpp"

#include "base/process.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <vector>

namespace alembicore::backup {

namespace fs = std::filesystem;

namespace {

bool has_programs(fs::path const& folder) {
    std::error_code ignored;
    return fs::exists(folder / "pg_dump", ignored) && fs::exists(folder / "pg_restore", ignored);
}

/// Debian keeps several versions side by side, and on PATH a script that chooses among them by the clusters it knows.
/// So its folders are looked into first.
std::vector<fs::path> installed_folders() {
    std::vector<fs::path> folders;
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator{"/usr/lib/postgresql", ignored})
        folders.push_back(entry.path() / "bin");
    std::ranges::sort(folders);
    if (auto const program = base::find_program("pg_dump"); !program.empty()) {
        auto const real = fs::canonical(program, ignored);
        folders.push_back(ignored ? program.parent_path() : real.parent_path());
        if (!has_programs(folders.back())) // a script, whose real place has other names
            folders.back() = program.parent_path();
    }
    std::erase_if(folders, [](fs::path const& folder) { return !has_programs(folder); });
    return folders;
}

std::optional<client_programs> programs_in(fs::path const& folder) {
    base::process_request request;
    request.arguments = {(folder / "pg_dump").string(), "--version"};
    auto const said = base::run_process(request);
    auto version = version_in(said.output);
    if (said.exit_status != 0 || version.empty())
        return std::nullopt;
    int const major = major_of(version);
    return client_programs{folder, std::move(version), major};
}

error none_at_all(fs::path const& given) {
    if (!given.empty())
        return error{
            errc::not_available,
            "there are no pg_dump and pg_restore that run in " + given.string(),
            "name the folder in which they are, as /usr/lib/postgresql/15/bin"};
    return error{
        errc::not_available,
        "there are no pg_dump and pg_restore on this machine",
        "install PostgreSQL's client programs (Debian: apt-get install postgresql-client), or name their folder with "
        "--programs; or go on without a backup (--backup none)"};
}

error too_old(client_programs const& newest, std::string const& least_version, std::string const& purpose) {
    auto const major = std::to_string(major_of(least_version));
    error_info info;
    info.code = errc::client_too_old;
    info.message = "pg_dump and pg_restore " + newest.version + " are older than " + purpose + " (" + least_version +
                   "), which they refuse";
    info.reason = "the newest on this machine are in " + newest.folder.string();
    info.remedy = "install the client programs of PostgreSQL " + major + " (Debian: postgresql-client-" + major +
                  "), or name their folder with --programs";
    return error{std::move(info)};
}

} // namespace

std::string version_in(std::string const& text) {
    // The name of the program may hold digits elsewhere; the version stands behind the parenthesis.
    auto const behind = text.find(") ");
    auto const start = text.find_first_of("0123456789", behind == std::string::npos ? 0 : behind);
    if (start == std::string::npos)
        return {};
    return text.substr(start, text.find_first_of(" \n", start) - start);
}

int major_of(std::string const& version) {
    int major = 0;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major;
}

client_programs
find_client_programs(fs::path const& given, std::string const& least_version, std::string const& purpose) {
    int const least = major_of(least_version);
    std::optional<client_programs> best;
    std::optional<client_programs> newest;
    for (auto const& folder : given.empty() ? installed_folders() : std::vector{given}) {
        if (!has_programs(folder))
            continue;
        auto const found = programs_in(folder);
        if (!found)
            continue;
        if (!newest || found->major > newest->major)
            newest = found;
        if (found->major >= least && (!best || found->major < best->major))
            best = found;
    }
    if (!newest)
        throw none_at_all(given);
    if (!best)
        throw too_old(*newest, least_version, purpose);
    return *best;
}

} // namespace alembicore::backup
