#include "terminal_session.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace alembicore::test {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{30};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& each : texts)
        pointers.push_back(each.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// A child with a terminal of its own.
class session {
public:
    session(
        std::filesystem::path const& folder, std::vector<std::string> arguments, std::vector<std::string> environment
    ) {
        auto const argument_pointers = pointers_to(arguments);
        auto const environment_pointers = pointers_to(environment);
        child_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
        if (child_ < 0)
            throw std::runtime_error{"forkpty failed"};
        if (child_ == 0) {
            if (::chdir(folder.c_str()) == 0)
                ::execve(argument_pointers.front(), argument_pointers.data(), environment_pointers.data());
            ::_exit(127);
        }
    }

    session(session const&) = delete;
    session& operator=(session const&) = delete;

    ~session() { ::close(terminal_); }

    /// What comes next; empty: the child has ended, or takes too long and is killed.
    [[nodiscard]] std::string read(clock::time_point end) const {
        pollfd ready{.fd = terminal_, .events = POLLIN, .revents = 0};
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock::now()).count();
        if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) {
            ::kill(child_, SIGKILL);
            return {};
        }
        char buffer[4096];
        auto const count = ::read(terminal_, buffer, sizeof buffer); // fails when the child has closed its end
        return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : std::string{};
    }

    void type(std::string const& text) const {
        if (::write(terminal_, text.data(), text.size()) < 0)
            throw std::runtime_error{"nothing can be typed"};
    }

    [[nodiscard]] int wait() const {
        int status = 0;
        ::waitpid(child_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    int terminal_ = -1;
    pid_t child_ = -1;
};

} // namespace

terminal_result run_at_terminal(migrated_project const& project, words const& line, std::string const& answer) {
    std::vector<std::string> arguments{ALEMBICORE_PROGRAM};
    arguments.insert(arguments.end(), line.begin(), line.end());
    session const running{
        project.files().path(),
        std::move(arguments),
        {"DATABASE_URL=" + project.address(),
         "HOME=" + project.files().path().string(),
         "PATH=/usr/bin:/bin",
         "TERM=xterm"}};
    terminal_result seen;
    auto const end = clock::now() + patience;
    bool answered = false;
    for (auto text = running.read(end); !text.empty(); text = running.read(end)) {
        seen.shown += text;
        if (!answered && seen.shown.ends_with("[y/N] ")) {
            running.type(answer + "\n");
            answered = true;
        }
    }
    seen.exit_status = running.wait();
    return seen;
}

} // namespace alembicore::test
