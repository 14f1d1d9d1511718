// Child processes: started without a shell, with nothing inherited but what is asked for.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::base {

/// Where a stream of the child goes.
enum class stream_mode {
    captured,  ///< into the result
    inherited, ///< where this process's own goes
    discarded, ///< nowhere
};

/// Whether the child stays in the terminal session of this process.
enum class session_mode {
    shared, ///< Ctrl-C reaches the child too; what an editor needs
    own,    ///< it survives the terminal
};

/// What to run.
struct process_request {
    std::vector<std::string> arguments; ///< the first is the program; without a slash it is looked up on PATH
    std::optional<std::map<std::string, std::string>> environment; ///< absent: that of this process
    std::filesystem::path directory;                               ///< working directory; empty: that of this process
    std::optional<std::string> input; ///< standard input; absent: empty input, or this process's own when `output`
                                      ///< is inherited
    stream_mode output = stream_mode::captured;
    stream_mode error_output = stream_mode::captured;
    session_mode session = session_mode::shared;
    std::string user;                                 ///< run as this user (root only); empty: as this process does
    std::optional<std::chrono::milliseconds> timeout; ///< the child is killed after this time
};

/// How it ended.
struct process_result {
    int exit_status = 0; ///< 128 + signal when a signal ended it, as shells count
    bool timed_out = false;
    std::string output;       ///< when captured
    std::string error_output; ///< when captured
};

/// Runs a program and waits until it ends. A grandchild that keeps a captured stream open is not waited for.
/// Errors: child_process_failed when it cannot be started (no such program, no permission).
[[nodiscard]] process_result run_process(process_request const& request);

/// The program's path as `run_process` would find it; empty when there is none.
[[nodiscard]] std::filesystem::path find_program(std::string const& name);

/// As `run_process`, for programs that must succeed: anything but exit status 0 is child_process_failed with the last
/// lines of what the program said.
process_result run_successfully(process_request const& request);

} // namespace alembicore::base
