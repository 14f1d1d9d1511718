// A child process that is listened to while it runs: its output line by line, and a stream of messages beside it.
#pragma once

#include "base/file_descriptor.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace alembicore::base {

/// Where a line comes from.
enum class line_source { output, error_output, messages };

struct child_line {
    line_source from = line_source::output;
    std::string text;     ///< without its line break
    bool partial = false; ///< more of the same line may follow: it is longer than is kept, or the child ended in it
};

struct line_process_request {
    std::vector<std::string> arguments; ///< the first is the program; without a slash it is looked up on PATH
    std::optional<std::map<std::string, std::string>> environment; ///< absent: that of this process
    std::filesystem::path directory;                               ///< empty: that of this process
    std::string input;
    std::size_t longest_line = std::size_t{64} << 10U;
    std::size_t longest_message = std::size_t{32} << 20U;
};

/// The child has a session of its own, writes messages to its descriptor 3, and does not survive this object or the
/// thread that made it. Used by one thread.
class line_process {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// Errors: child_process_failed when it cannot be started.
    explicit line_process(line_process_request const& request);
    line_process(line_process const&) = delete;
    line_process& operator=(line_process const&) = delete;
    ~line_process();

    /// The next line. None when the deadline has come, when `waker` (a descriptor, -1 for none) is readable, or when
    /// `ended`.
    [[nodiscard]] std::optional<child_line> next(int waker, std::optional<time_point> deadline);

    /// The child is gone and all of its lines are taken. A grandchild that keeps a stream open is not waited for.
    [[nodiscard]] bool ended() const noexcept { return status_.has_value() && lines_.empty(); }

    /// 128 + signal when a signal ended it; 0 before it has ended.
    [[nodiscard]] int exit_status() const noexcept { return status_.value_or(0); }

    /// The child has closed its stream of messages, or is gone.
    [[nodiscard]] bool messages_closed() const noexcept { return streams_[2].source.get() < 0; }

    void signal(int number) const noexcept;

    /// Ends it and what it has started.
    void kill() const noexcept;

private:
    struct stream {
        file_descriptor source;
        std::string begun;        ///< of a line that is not complete
        std::size_t searched = 0; ///< this much of it holds no line break
        std::size_t longest = 0;
    };

    bool read_some(line_source from);
    void read_rest(line_source from);
    void take_lines(line_source from);
    void reap();
    void watch(int waker, std::optional<time_point> deadline);

    pid_t child_ = -1;
    file_descriptor handle_;
    std::array<stream, 3> streams_; ///< by line_source
    std::deque<child_line> lines_;
    std::optional<int> status_;
};

} // namespace alembicore::base
