#include "interrupt.hpp"

#include <chrono>
#include <string_view>

#include <unistd.h>

namespace alembicore::cli {

namespace {

constexpr int exit_code_of_interrupt = 128 + SIGINT;

/// A wrapper such as timeout(1) may signal both the process and its group; nobody presses twice that fast.
constexpr std::chrono::milliseconds one_press{200};

void tell(std::string_view text) {
    [[maybe_unused]] auto const ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

/// As nohup(1) and shells arrange it for what runs in the background.
bool is_ignored(int signal) {
    struct sigaction present {};

    return ::sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_IGN;
}

} // namespace

interrupt::interrupt() {
    ::sigemptyset(&awaited_);
    ::sigaddset(&awaited_, SIGTERM);
    for (int const signal : {SIGINT, SIGHUP})
        if (!is_ignored(signal))
            ::sigaddset(&awaited_, signal);
    ::pthread_sigmask(SIG_BLOCK, &awaited_, &before_);
    waiter_ = std::thread{[this] { wait_for_signals(); }};
}

interrupt::~interrupt() {
    over_ = true;
    ::pthread_kill(waiter_.native_handle(), SIGTERM);
    waiter_.join();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void interrupt::wait_for_signals() {
    int received = 0;
    std::chrono::steady_clock::time_point first;
    while (::sigwait(&awaited_, &received) == 0 && !over_) {
        auto const now = std::chrono::steady_clock::now();
        if (stop_.request_stop()) {
            first = now;
            tell("\nstopping; press Ctrl-C again to leave at once\n");
        } else if (now - first > one_press)
            ::_exit(exit_code_of_interrupt);
    }
}

} // namespace alembicore::cli
