#include "postgres/cluster_process.hpp"

#include "base/file.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include <signal.h>

namespace alembicore::postgres {

namespace fs = std::filesystem;

namespace {

std::optional<postmaster> read_postmaster(cluster_folder const& folder) {
    std::string text;
    try {
        text = base::read_file(folder.data / "postmaster.pid");
    } catch (error const&) {
        return std::nullopt; // there is none, or it has just gone
    }
    std::istringstream lines{text};
    std::string skipped;
    postmaster found;
    lines >> found.process;
    std::getline(lines, skipped);
    std::getline(lines, skipped); // data directory
    std::getline(lines, skipped); // start time
    lines >> found.port;
    return found;
}

/// A process id may have gone to another process since the file was written, and a killed process may still be listed;
/// the server works in its data directory.
bool is_alive(postmaster const& server, cluster_folder const& folder) {
    if (server.process <= 0 || ::kill(server.process, 0) != 0)
        return false;
    std::error_code failure;
    auto const place = fs::read_symlink("/proc/" + std::to_string(server.process) + "/cwd", failure);
    return failure ? !fs::exists("/proc/self") : place == folder.data;
}

} // namespace

std::optional<postmaster> find_running(cluster_folder const& folder) {
    auto const server = read_postmaster(folder);
    return server && is_alive(*server, folder) ? server : std::nullopt;
}

/// The file itself stays: by the rest of it the server sees whether children of the dead one still use the data.
void disown_process_id(cluster_folder const& folder, std::string const& user) {
    fs::path const file = folder.data / "postmaster.pid";
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return;
    constexpr char const* beyond_all_processes = "4194305"; // Linux counts up to 2^22
    std::string const text = base::read_file(file);
    write_private_file(file, beyond_all_processes + text.substr(std::min(text.find('\n'), text.size())), user);
    fs::remove_all(folder.sockets);
    prepare_folder(folder, user);
}

} // namespace alembicore::postgres
