#include "base/line_process.hpp"

#include "base/spawn.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace alembicore::base {

namespace {

constexpr std::array all_sources{line_source::output, line_source::error_output, line_source::messages};

constexpr int most_blocks_after_the_end = 4096;

constexpr std::size_t index_of(line_source from) {
    return static_cast<std::size_t>(from);
}

} // namespace

line_process::line_process(line_process_request const& request) {
    std::string const& program = request.arguments.at(0);
    file_descriptor const input = open_input(program, request.input);
    std::array<file_descriptor, 3> given;
    std::array<int, 4> numbers{input.get(), -1, -1, -1};
    for (auto const from : all_sources) {
        auto ends = make_pipe(program);
        ::fcntl(ends.reading.get(), F_SETFL, O_NONBLOCK);
        streams_[index_of(from)].source = std::move(ends.reading);
        streams_[index_of(from)].longest =
            from == line_source::messages ? request.longest_message : request.longest_line;
        numbers[index_of(from) + 1] = ends.writing.get();
        given[index_of(from)] = std::move(ends.writing);
    }
    child_ = spawn({
        .arguments = request.arguments,
        .environment = request.environment,
        .directory = request.directory,
        .session = session_mode::own,
        .lifetime = lifetime::bound,
        .streams = numbers,
    });
    handle_ = open_process(child_);
}

line_process::~line_process() {
    if (status_)
        return;
    kill();
    static_cast<void>(wait_for(child_));
}

std::optional<child_line> line_process::next(int waker, std::optional<time_point> deadline) {
    if (lines_.empty() && !status_)
        watch(waker, deadline);
    if (lines_.empty())
        return std::nullopt;
    child_line taken = std::move(lines_.front());
    lines_.pop_front();
    return taken;
}

/// Until there is a line, the child has ended, or one of the reasons not to wait has come.
void line_process::watch(int waker, std::optional<time_point> deadline) {
    while (lines_.empty() && !status_) {
        std::array<pollfd, 5> watched{{{handle_.get(), POLLIN, 0}, {waker, POLLIN, 0}, {}, {}, {}}};
        bool any_open = false;
        for (auto const from : all_sources) {
            int const source = streams_[index_of(from)].source.get();
            watched[index_of(from) + 2] = {source, POLLIN, 0};
            any_open = any_open || source >= 0;
        }
        int const ready = ::poll(watched.data(), watched.size(), milliseconds_until(deadline));
        if (ready == 0 && deadline && std::chrono::steady_clock::now() >= *deadline)
            return;
        if (ready <= 0)
            continue;
        for (auto const from : all_sources)
            if (watched[index_of(from) + 2].revents != 0)
                read_some(from);
        bool const gone = handle_.get() >= 0 ? watched[0].revents != 0 : !any_open;
        if (gone)
            reap();
        if (watched[1].revents != 0)
            return;
    }
}

/// False when there was nothing to read.
bool line_process::read_some(line_source from) {
    auto& one = streams_[index_of(from)];
    std::array<char, std::size_t{16} << 10U> block{};
    auto const count = ::read(one.source.get(), block.data(), block.size());
    if (count > 0) {
        one.begun.append(block.data(), static_cast<std::size_t>(count));
        take_lines(from);
        return true;
    }
    if (count == 0 || (errno != EINTR && errno != EAGAIN))
        one.source = file_descriptor{};
    return false;
}

void line_process::take_lines(line_source from) {
    auto& one = streams_[index_of(from)];
    std::size_t begin = 0;
    for (auto end = one.begun.find('\n', one.searched); end != std::string::npos; end = one.begun.find('\n', begin)) {
        lines_.push_back({from, one.begun.substr(begin, end - begin), false});
        begin = end + 1;
    }
    one.begun.erase(0, begin);
    one.searched = one.begun.size();
    if (one.begun.size() <= one.longest)
        return;
    one.searched = 0;
    lines_.push_back({from, std::exchange(one.begun, {}), true});
}

/// A grandchild may hold the stream open: only what is there already is read, and not without end.
void line_process::read_rest(line_source from) {
    auto& one = streams_[index_of(from)];
    for (int blocks = 0; blocks < most_blocks_after_the_end && one.source.get() >= 0 && read_some(from); ++blocks)
        continue;
    one.source = file_descriptor{};
    if (!one.begun.empty())
        lines_.push_back({from, std::exchange(one.begun, {}), true});
}

void line_process::reap() {
    status_ = wait_for(child_);
    for (auto const from : all_sources)
        read_rest(from);
}

void line_process::signal(int number) const noexcept {
    if (!status_)
        static_cast<void>(::kill(child_, number));
}

void line_process::kill() const noexcept {
    if (!status_)
        kill_child(child_, session_mode::own);
}

} // namespace alembicore::base
