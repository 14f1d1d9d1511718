#include "base/process.hpp"

#include "base/file_descriptor.hpp"
#include "base/spawn.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace alembicore::base {

namespace {

using clock = std::chrono::steady_clock;

/// A captured stream: read to its end, or until the child is gone.
struct capture {
    file_descriptor source;
    std::string* text = nullptr;

    [[nodiscard]] bool open() const noexcept { return source.get() >= 0; }

    void read_some() {
        std::array<char, 16384> block{};
        auto const count = ::read(source.get(), block.data(), block.size());
        if (count > 0)
            text->append(block.data(), static_cast<std::size_t>(count));
        else if (count == 0 || (errno != EINTR && errno != EAGAIN))
            source = file_descriptor{};
    }

    void read_rest() {
        if (!open())
            return;
        ::fcntl(source.get(), F_SETFL, O_NONBLOCK);
        std::size_t before = 0;
        do {
            before = text->size();
            read_some();
        } while (open() && text->size() > before);
    }
};

/// Reads the captured streams until the child ends, or, where the system gives no handle on it (seccomp), until it has
/// closed them. Returns false when the deadline came first.
bool follow(int child, std::array<capture, 2>& captures, std::optional<clock::time_point> deadline) {
    auto const blind = [&] { return child < 0 && !captures[0].open() && !captures[1].open(); };
    while (!blind()) {
        std::array<pollfd, 3> watched{{
            {child, POLLIN, 0},
            {captures[0].source.get(), POLLIN, 0},
            {captures[1].source.get(), POLLIN, 0},
        }};
        int const ready = ::poll(watched.data(), watched.size(), milliseconds_until(deadline));
        if (ready == 0 && deadline && clock::now() >= *deadline)
            return false;
        if (ready <= 0)
            continue;
        for (std::size_t i = 0; i < captures.size(); ++i)
            if (watched[i + 1].revents != 0)
                captures[i].read_some();
        if (watched[0].revents != 0)
            break;
    }
    return true;
}

/// The ends of the streams that the child gets, and those kept here.
struct streams {
    std::array<file_descriptor, 3> given; ///< closed here once the child has them; -1: this process's own
    std::array<capture, 2> captures;
    std::array<int, 4> numbers{0, 1, 2, -1};
};

streams open_streams(process_request const& request, process_result& result) {
    std::string const& program = request.arguments.at(0);
    streams opened;
    if (request.input)
        opened.given[0] = open_input(program, *request.input);
    else if (request.output != stream_mode::inherited)
        opened.given[0] = open_nothing();
    std::array<stream_mode, 2> const modes{request.output, request.error_output};
    std::array<std::string*, 2> const texts{&result.output, &result.error_output};
    for (std::size_t i = 0; i < modes.size(); ++i) {
        if (modes[i] == stream_mode::discarded)
            opened.given[i + 1] = open_nothing();
        if (modes[i] != stream_mode::captured)
            continue;
        auto ends = make_pipe(program);
        opened.given[i + 1] = std::move(ends.writing);
        opened.captures[i] = capture{std::move(ends.reading), texts[i]};
    }
    for (std::size_t i = 0; i < opened.given.size(); ++i)
        if (opened.given[i].get() >= 0)
            opened.numbers[i] = opened.given[i].get();
    return opened;
}

std::string last_lines(std::string_view text, std::size_t wanted) {
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    std::size_t start = text.size();
    while (wanted-- > 0 && start != std::string_view::npos && start > 0)
        start = text.rfind('\n', start - 1);
    return std::string{start == std::string_view::npos || start == 0 ? text : text.substr(start + 1)};
}

} // namespace

std::filesystem::path find_program(std::string const& name) {
    if (name.find('/') != std::string::npos)
        return name;
    char const* const path = std::getenv("PATH");
    std::string_view folders = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!folders.empty()) {
        auto const end = std::min(folders.find(':'), folders.size());
        auto const candidate = std::filesystem::path{folders.substr(0, end)} / name;
        std::error_code ignored;
        if (std::filesystem::is_regular_file(candidate, ignored) && ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
        folders.remove_prefix(std::min(end + 1, folders.size()));
    }
    return {};
}

process_result run_process(process_request const& request) {
    process_result result;
    auto opened = open_streams(request, result);
    auto const started = clock::now();
    pid_t const child = spawn({
        .arguments = request.arguments,
        .environment = request.environment,
        .directory = request.directory,
        .user = request.user,
        .session = request.session,
        .streams = opened.numbers,
    });
    opened.given = {};
    file_descriptor const handle = open_process(child);
    auto const deadline = request.timeout ? std::optional{started + *request.timeout} : std::nullopt;
    result.timed_out = !follow(handle.get(), opened.captures, deadline);
    if (result.timed_out)
        kill_child(child, request.session);
    result.exit_status = wait_for(child);
    for (auto& captured : opened.captures)
        captured.read_rest();
    return result;
}

process_result run_successfully(process_request const& request) {
    auto result = run_process(request);
    if (result.exit_status == 0 && !result.timed_out)
        return result;
    error_info info;
    info.code = errc::child_process_failed;
    info.message =
        request.arguments.at(0) +
        (result.timed_out ? " did not end in time" : " failed with status " + std::to_string(result.exit_status));
    info.reason = last_lines(result.error_output.empty() ? result.output : result.error_output, 12);
    throw error{std::move(info)};
}

} // namespace alembicore::base
