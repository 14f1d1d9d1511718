#include "base/process.hpp"

#include "base/file_descriptor.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <poll.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace alembicore::base {

namespace {

using clock = std::chrono::steady_clock;

error not_started(std::string const& program, std::string reason) {
    error_info info;
    info.code = errc::child_process_failed;
    info.message = "cannot run " + program;
    info.reason = std::move(reason);
    info.remedy = "check that it is installed and may be executed by this user";
    return error{std::move(info)};
}

std::string text_of(int number) {
    return std::generic_category().message(number);
}

struct pipe_ends {
    file_descriptor reading;
    file_descriptor writing;
};

pipe_ends make_pipe(std::string const& program) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw not_started(program, text_of(errno));
    return {file_descriptor{ends[0]}, file_descriptor{ends[1]}};
}

/// Input lies in memory as a file, so that nobody has to feed the child while it runs.
file_descriptor open_input(std::string const& program, std::string_view text) {
    file_descriptor memory{::memfd_create("input", MFD_CLOEXEC)};
    while (memory.get() >= 0 && !text.empty()) {
        auto const count = ::write(memory.get(), text.data(), text.size());
        if (count < 0)
            throw not_started(program, text_of(errno));
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (memory.get() < 0 || ::lseek(memory.get(), 0, SEEK_SET) != 0)
        throw not_started(program, text_of(errno));
    return memory;
}

struct identity {
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups;
};

std::optional<identity> identity_of(std::string const& program, std::string const& user) {
    if (user.empty())
        return std::nullopt;
    std::vector<char> memory(std::size_t{16} << 10U);
    passwd entry{};
    passwd* found = nullptr;
    int const failure = ::getpwnam_r(user.c_str(), &entry, memory.data(), memory.size(), &found);
    if (found == nullptr)
        throw not_started(program, failure != 0 ? text_of(failure) : "there is no user " + user);
    identity result{entry.pw_uid, entry.pw_gid, std::vector<gid_t>(256)};
    int count = static_cast<int>(result.groups.size());
    if (::getgrouplist(user.c_str(), entry.pw_gid, result.groups.data(), &count) < 0)
        count = 0;
    result.groups.resize(static_cast<std::size_t>(count));
    return result;
}

std::vector<char*> pointers_to(std::vector<std::string> const& texts) {
    std::vector<char*> pointers;
    for (auto const& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str())); // exec's signature; it changes nothing
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> assignments(std::map<std::string, std::string> const& environment) {
    std::vector<std::string> lines;
    for (auto const& [name, value] : environment)
        lines.push_back(name + "=" + value);
    return lines;
}

/// Everything the child needs, prepared before the fork: between fork and exec nothing may allocate or lock.
struct prepared_child {
    char const* program = nullptr;
    char const* directory = nullptr;
    char* const* arguments = nullptr;
    char* const* environment = nullptr;
    identity const* become = nullptr;
    session_mode session = session_mode::shared;
    std::array<int, 3> streams{};
    int report = -1; ///< errno goes here when exec does not happen
};

bool drop_to(identity const& who) noexcept {
    return ::setgroups(who.groups.size(), who.groups.data()) == 0 && ::setgid(who.group) == 0 &&
           ::setuid(who.user) == 0;
}

bool place_streams(std::array<int, 3> const& streams) noexcept {
    for (int number = 0; number < 3; ++number) {
        int const source = streams[static_cast<std::size_t>(number)];
        if (source != number && ::dup2(source, number) < 0)
            return false;
    }
    return true;
}

void reset_signals() noexcept {
    sigset_t none;
    sigemptyset(&none);
    static_cast<void>(::pthread_sigmask(SIG_SETMASK, &none, nullptr));
    static_cast<void>(::signal(SIGPIPE, SIG_DFL));
}

[[noreturn]] void become_child(prepared_child const& child) noexcept {
    reset_signals();
    bool const ready = place_streams(child.streams) && ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0 &&
                       (child.session == session_mode::shared || ::setsid() >= 0) &&
                       (child.become == nullptr || drop_to(*child.become)) &&
                       (child.directory == nullptr || ::chdir(child.directory) == 0);
    if (ready)
        ::execve(child.program, child.arguments, child.environment);
    int const number = errno;
    static_cast<void>(!::write(child.report, &number, sizeof number));
    ::_exit(127);
}

file_descriptor open_nothing() {
    return file_descriptor{::open("/dev/null", O_RDWR | O_CLOEXEC)};
}

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

int milliseconds_until(std::optional<clock::time_point> deadline) {
    if (!deadline)
        return -1;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

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

/// Readable once the child has ended. glibc 2.36 declares pidfd_open without C linkage, so the call is made by number.
file_descriptor open_process(pid_t child) {
    return file_descriptor{static_cast<int>(::syscall(SYS_pidfd_open, child, 0))};
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/// The ends of the streams that the child gets, and those kept here.
struct streams {
    std::array<file_descriptor, 3> given; ///< closed here once the child has them; -1: this process's own
    std::array<capture, 2> captures;
    std::array<int, 3> numbers{0, 1, 2};
};

streams open_streams(process_request const& request, std::string const& program, process_result& result) {
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

pid_t start(prepared_child child, std::string const& program) {
    auto report = make_pipe(program);
    child.report = report.writing.get();
    pid_t const started = ::fork();
    if (started < 0)
        throw not_started(program, text_of(errno));
    if (started == 0)
        become_child(child);
    report.writing = file_descriptor{};
    int number = 0;
    ssize_t count = 0;
    while ((count = ::read(report.reading.get(), &number, sizeof number)) < 0 && errno == EINTR)
        continue;
    if (count == 0)
        return started; // exec closed the pipe
    static_cast<void>(wait_for(started));
    throw not_started(program, text_of(number));
}

void kill_child(pid_t child, session_mode session) {
    static_cast<void>(::kill(session == session_mode::own ? -child : child, SIGKILL));
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
    std::string const& name = request.arguments.at(0);
    std::string const program = find_program(name);
    if (program.empty())
        throw not_started(name, "there is no such program on PATH");
    process_result result;
    auto opened = open_streams(request, name, result);
    auto const become = identity_of(name, request.user);
    auto const arguments = pointers_to(request.arguments);
    auto const lines = assignments(request.environment.value_or(std::map<std::string, std::string>{}));
    auto const environment = pointers_to(lines);
    auto const started = clock::now();
    pid_t const child = start(
        {
            .program = program.c_str(),
            .directory = request.directory.empty() ? nullptr : request.directory.c_str(),
            .arguments = arguments.data(),
            .environment = request.environment ? environment.data() : ::environ,
            .become = become ? &*become : nullptr,
            .session = request.session,
            .streams = opened.numbers,
        },
        name
    );
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
