#include "workspace/file_state.hpp"

#include <boost/container_hash/hash.hpp>

#include <filesystem>
#include <system_error>

namespace alembicore::server {

namespace {

namespace fs = std::filesystem;

void add(std::size_t& state, fs::path const& file) {
    std::error_code missing;
    auto const changed = fs::last_write_time(file, missing);
    boost::hash_combine(state, file.native());
    boost::hash_combine(state, missing ? 0 : changed.time_since_epoch().count());
}

/// The order in which a folder gives its files may be another one each time.
std::size_t state_of_folder(fs::path const& folder) {
    std::size_t sum = 0;
    std::error_code unreadable;
    for (fs::recursive_directory_iterator at{folder, unreadable}, end; !unreadable && at != end;
         at.increment(unreadable)) {
        if (at->path().extension() != ".py")
            continue;
        std::size_t state = 0;
        add(state, at->path());
        sum += state;
    }
    return sum;
}

} // namespace

std::uint64_t state_of_files(settings const& of) {
    std::size_t state = 0;
    for (auto const& file : {of.config_file, of.pyproject_file, of.script_location / "env.py"})
        add(state, file);
    add(state, of.config_file.parent_path() / ".env");
    for (auto const& folder : of.version_locations)
        boost::hash_combine(state, state_of_folder(folder));
    return state;
}

} // namespace alembicore::server
