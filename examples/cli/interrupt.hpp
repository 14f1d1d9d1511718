// Ctrl-C during a run: the first asks the run to stop cleanly, the second leaves at once.
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

#include <signal.h>

namespace alembicore::cli {

/// While one lives, SIGINT, SIGTERM and SIGHUP go to it (what is ignored stays so). Made before other threads, which
/// inherit that.
class interrupt {
public:
    interrupt();
    interrupt(interrupt const&) = delete;
    interrupt& operator=(interrupt const&) = delete;
    ~interrupt();

    [[nodiscard]] std::stop_token token() const noexcept { return stop_.get_token(); }

private:
    void wait_for_signals();

    std::stop_source stop_;
    std::atomic<bool> over_ = false;
    sigset_t awaited_{};
    sigset_t before_{};
    std::thread waiter_;
};

} // namespace alembicore::cli
