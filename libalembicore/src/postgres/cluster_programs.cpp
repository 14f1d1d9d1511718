#include "postgres/cluster_programs.hpp"

#include "base/process.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <vector>

namespace alembicore::postgres {

namespace {

namespace fs = std::filesystem;

constexpr char const* programs_variable = "ALEMBICORE_POSTGRES";

bool has_programs(fs::path const& folder) {
    std::error_code ignored;
    return fs::exists(folder / "initdb", ignored) && fs::exists(folder / "pg_ctl", ignored) &&
           fs::exists(folder / "postgres", ignored);
}

/// `/usr/lib/postgresql/<major>/bin`, where Debian keeps several versions side by side; newest first.
std::vector<fs::path> packaged_folders() {
    std::vector<std::pair<int, fs::path>> found;
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator{"/usr/lib/postgresql", ignored}) {
        std::string const name = entry.path().filename().string();
        if (!name.empty() && name.size() < 4 && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }))
            found.emplace_back(std::stoi(name), entry.path() / "bin");
    }
    std::ranges::sort(found, std::ranges::greater{}, &std::pair<int, fs::path>::first);
    std::vector<fs::path> folders;
    for (auto& [version, folder] : found)
        folders.push_back(std::move(folder));
    return folders;
}

std::string output_of(std::vector<std::string> arguments) {
    base::process_request request;
    request.arguments = std::move(arguments);
    auto result = base::run_process(request);
    while (result.output.ends_with('\n'))
        result.output.pop_back();
    return result.exit_status == 0 ? result.output : std::string{};
}

/// The folder that the user names. Errors: bad_usage.
std::optional<fs::path> named_folder() {
    char const* const named = std::getenv(programs_variable); // NOLINT(concurrency-mt-unsafe): as PATH is read
    if (named == nullptr || *named == '\0')
        return std::nullopt;
    if (!has_programs(named))
        throw error{
            errc::bad_usage,
            std::string{programs_variable} + " is '" + named + "', which has no initdb, pg_ctl and postgres",
            "name the folder that holds the three programs, or unset it"};
    return fs::absolute(named);
}

std::vector<fs::path> candidate_folders() {
    auto folders = packaged_folders();
    if (!base::find_program("pg_config").empty())
        folders.emplace_back(output_of({"pg_config", "--bindir"}));
    if (auto const program = base::find_program("pg_ctl"); !program.empty()) {
        std::error_code ignored;
        folders.push_back(fs::canonical(program, ignored).parent_path());
    }
    std::erase_if(folders, [](fs::path const& folder) { return !has_programs(folder); });
    return folders;
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` -> `15`
std::string major_version_of(fs::path const& folder) {
    std::string const text = output_of({(folder / "postgres").string(), "--version"});
    auto const start = text.find_first_of("0123456789");
    if (start == std::string::npos)
        return {};
    return text.substr(start, text.find_first_not_of("0123456789", start) - start);
}

} // namespace

fs::path find_server_programs(std::string const& major_version) {
    if (auto named = named_folder(); named && (major_version.empty() || major_version_of(*named) == major_version))
        return *std::move(named);
    for (auto const& folder : candidate_folders())
        if (major_version.empty() || major_version_of(folder) == major_version)
            return folder;
    if (major_version.empty())
        throw error{
            errc::not_available,
            "there are no PostgreSQL server programs (initdb, pg_ctl, postgres) on this machine",
            "install them (Debian: apt-get install postgresql), or put their folder on PATH"};
    throw error{
        errc::not_available,
        "the cluster was made by PostgreSQL " + major_version + ", whose server programs are not on this machine",
        "install postgresql-" + major_version + ", or move the cluster's folder away to start with a new one"};
}

} // namespace alembicore::postgres
