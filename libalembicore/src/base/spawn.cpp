#include "base/spawn.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace alembicore::base {

namespace {

/// Those below get other meanings in a child.
constexpr int first_free_descriptor = 10;

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
    base::lifetime lifetime = base::lifetime::free;
    std::array<int, 4> streams{};
    int report = -1; ///< errno goes here when exec does not happen
};

bool drop_to(identity const& who) noexcept {
    return ::setgroups(who.groups.size(), who.groups.data()) == 0 && ::setgid(who.group) == 0 &&
           ::setuid(who.user) == 0;
}

/// Gives the child its streams, and closes everything else when exec comes.
bool place_streams(std::array<int, 4> const& streams) noexcept {
    for (int number = 0; number < 4; ++number) {
        int const source = streams[static_cast<std::size_t>(number)];
        if (source >= 0 && source != number && ::dup2(source, number) < 0)
            return false;
    }
    return ::close_range(streams[3] < 0 ? 3 : 4, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

void reset_signals() noexcept {
    sigset_t none;
    sigemptyset(&none);
    static_cast<void>(::pthread_sigmask(SIG_SETMASK, &none, nullptr));
    static_cast<void>(::signal(SIGPIPE, SIG_DFL));
}

[[noreturn]] void become_child(prepared_child const& child) noexcept {
    reset_signals();
    bool const ready = place_streams(child.streams) &&
                       (child.lifetime == lifetime::free || ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0) &&
                       (child.session == session_mode::shared || ::setsid() >= 0) &&
                       (child.become == nullptr || drop_to(*child.become)) &&
                       (child.directory == nullptr || ::chdir(child.directory) == 0);
    if (ready)
        ::execve(child.program, child.arguments, child.environment);
    int const number = errno;
    static_cast<void>(!::write(child.report, &number, sizeof number));
    ::_exit(127);
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

} // namespace

pid_t spawn(spawn_request const& request) {
    std::string const& name = request.arguments.at(0);
    std::string const program = find_program(name);
    if (program.empty())
        throw not_started(name, "there is no such program on PATH");
    auto const become = identity_of(name, request.user);
    auto const arguments = pointers_to(request.arguments);
    auto const lines = assignments(request.environment.value_or(std::map<std::string, std::string>{}));
    auto const environment = pointers_to(lines);
    return start(
        {
            .program = program.c_str(),
            .directory = request.directory.empty() ? nullptr : request.directory.c_str(),
            .arguments = arguments.data(),
            .environment = request.environment ? environment.data() : ::environ,
            .become = become ? &*become : nullptr,
            .session = request.session,
            .lifetime = request.lifetime,
            .streams = request.streams,
        },
        name
    );
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void kill_child(pid_t child, session_mode session) {
    static_cast<void>(::kill(session == session_mode::own ? -child : child, SIGKILL));
}

/// glibc 2.36 declares pidfd_open without C linkage, so the call is made by number.
file_descriptor open_process(pid_t child) {
    return file_descriptor{static_cast<int>(::syscall(SYS_pidfd_open, child, 0))};
}

pipe_ends make_pipe(std::string const& program) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw not_started(program, text_of(errno));
    file_descriptor const reading{ends[0]};
    file_descriptor const writing{ends[1]};
    pipe_ends moved{
        file_descriptor{::fcntl(reading.get(), F_DUPFD_CLOEXEC, first_free_descriptor)},
        file_descriptor{::fcntl(writing.get(), F_DUPFD_CLOEXEC, first_free_descriptor)}};
    if (moved.reading.get() < 0 || moved.writing.get() < 0)
        throw not_started(program, text_of(errno));
    return moved;
}

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

file_descriptor open_nothing() {
    return file_descriptor{::open("/dev/null", O_RDWR | O_CLOEXEC)};
}

int milliseconds_until(std::optional<std::chrono::steady_clock::time_point> deadline) {
    if (!deadline)
        return -1;
    auto const left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

} // namespace alembicore::base
