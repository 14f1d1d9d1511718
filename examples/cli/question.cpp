#include "question.hpp"

#include <cerrno>
#include <ostream>
#include <string>

#include <poll.h>
#include <unistd.h>

namespace alembicore::cli {

namespace {

constexpr int look_for_stop_each = 100; ///< milliseconds

/// The line that is typed next; empty when there is none.
std::string read_line(std::stop_token const& stop) {
    std::string line;
    while (!stop.stop_requested()) {
        pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        int const ready = ::poll(&input, 1, look_for_stop_each);
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        char next = 0;
        if (ready < 0 || ::read(STDIN_FILENO, &next, 1) != 1 || next == '\n')
            return line;
        line += next;
    }
    throw error{errc::cancelled, "stopped by request: nothing was changed"};
}

} // namespace

bool somebody_is_there(console const& shown) {
    return !shown.json && shown.err_look.interactive && ::isatty(STDIN_FILENO) == 1;
}

bool is_agreed(console const& shown, std::string_view question, std::stop_token const& stop) {
    shown.err << paint(shown.err_look, style::bold, question) << " [y/N] " << std::flush;
    auto const answer = read_line(stop);
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes" || answer == "YES";
}

} // namespace alembicore::cli
