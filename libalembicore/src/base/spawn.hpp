// Starting a child process: fork and exec, and what both kinds of process classes need around that.
#pragma once

#include "base/file_descriptor.hpp"
#include "base/process.hpp"

#include <alembicore/error.hpp>

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace alembicore::base {

/// Whether the child may outlive this process.
enum class lifetime {
    free,
    bound, ///< it is killed when the thread that started it ends
};

struct spawn_request {
    std::vector<std::string> const& arguments; ///< as in `process_request`
    std::optional<std::map<std::string, std::string>> const& environment;
    std::filesystem::path const& directory;
    std::string user{};
    session_mode session = session_mode::shared;
    base::lifetime lifetime = base::lifetime::free;
    std::array<int, 4> streams{0, 1, 2, -1}; ///< what become descriptors 0 to 3 of the child; -1: none
};

/// Errors: child_process_failed when the program cannot be started.
[[nodiscard]] pid_t spawn(spawn_request const& request);

/// The exit status, 128 + signal when a signal ended it. Waits for the end.
[[nodiscard]] int wait_for(pid_t child);

void kill_child(pid_t child, session_mode session);

/// Readable once the child has ended; -1 where the system gives no such handle (seccomp).
[[nodiscard]] file_descriptor open_process(pid_t child);

struct pipe_ends {
    file_descriptor reading;
    file_descriptor writing;
};

/// Neither end is one of the first ten descriptors, which `spawn` gives new meanings. Errors: child_process_failed.
[[nodiscard]] pipe_ends make_pipe(std::string const& program);

/// Input lies in memory as a file, so that nobody has to feed the child while it runs.
[[nodiscard]] file_descriptor open_input(std::string const& program, std::string_view text);

[[nodiscard]] file_descriptor open_nothing();

/// For poll; -1 without a deadline.
[[nodiscard]] int milliseconds_until(std::optional<std::chrono::steady_clock::time_point> deadline);

} // namespace alembicore::base
