#include "running_server.hpp"

#include <array>
#include <csignal>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace alembicore::test {

namespace {

/// `… serves http://127.0.0.1:41234/`
std::uint16_t port_in(std::string const& line) {
    auto const colon = line.rfind(':');
    return static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
}

std::string first_line(int from) {
    std::string line;
    for (char c = 0; ::read(from, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

[[noreturn]] void
become_server(migrated_project const& of, std::string const& address, words const& options, int output) {
    std::vector<std::string> words{ALEMBICORE_SERVER, "--port", "0"};
    if (address.empty())
        ::unsetenv("DATABASE_URL");
    else
        words.insert(words.end(), {"--database-url", address});
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (::chdir(of.files().path().c_str()) != 0)
        ::_exit(126);
    ::setenv("XDG_DATA_HOME", of.files().path().c_str(), 1); // backups lie there
    ::dup2(output, STDOUT_FILENO);
    constexpr mode_t readable = 0644;
    ::dup2(::open("server.log", O_WRONLY | O_CREAT | O_APPEND, readable), STDERR_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

} // namespace

running_server::running_server(migrated_project const& of, std::string const& address, words const& options) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw std::runtime_error{"no pipe"};
    process_ = ::fork();
    if (process_ == 0)
        become_server(of, address, options, pipe[1]);
    ::close(pipe[1]);
    output_ = pipe[0];
    auto const line = first_line(output_);
    if (line.find("serves http") == std::string::npos)
        throw std::runtime_error{"the server did not start: " + line};
    port_ = port_in(line);
}

running_server::~running_server() {
    if (process_ != 0)
        end(SIGKILL);
    ::close(output_);
}

int running_server::end(int signal) {
    ::kill(process_, signal);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace alembicore::test
