#include "access/password_prompt.hpp"

#include <alembicore/error.hpp>

#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace alembicore::server::access {

namespace {

/// What is typed while it lives is not shown.
class silence {
public:
    silence() {
        ::tcgetattr(STDIN_FILENO, &before_);
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }

    silence(silence const&) = delete;
    silence& operator=(silence const&) = delete;

    ~silence() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }

private:
    ::termios before_{};
};

std::string read_line() {
    std::string line;
    if (!std::getline(std::cin, line))
        throw error{errc::bad_usage, "no password came", "type it, or send it on standard input"};
    return line;
}

std::string ask(std::string const& question) {
    std::cerr << question << std::flush;
    silence const unseen;
    auto line = read_line();
    std::cerr << '\n';
    return line;
}

} // namespace

std::string read_password(std::string const& name) {
    if (::isatty(STDIN_FILENO) == 0)
        return read_line();
    auto typed = ask("Password of " + name + ": ");
    if (ask("Once more: ") != typed)
        throw error{errc::bad_usage, "the two are not the same", "try again"};
    return typed;
}

} // namespace alembicore::server::access
