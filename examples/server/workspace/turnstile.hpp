// For what one at a time may do, and takes a while: who waits for their turn may give up.
#pragma once

#include <alembicore/error.hpp>

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace alembicore::server {

/// Thread safety: all members may be called at once.
class turnstile {
public:
    /// As long as it lives, nobody else has one.
    class turn {
    public:
        /// Waits for the one before. Errors: cancelled.
        turn(turnstile& of, std::stop_token const& stop) : of_(of) {
            std::unique_lock lock{of_.mutex_};
            if (!of_.changed_.wait(lock, stop, [&] { return !of_.taken_; }))
                throw error{errc::cancelled, "stopped by request", "ask again"};
            of_.taken_ = true;
        }

        turn(turn const&) = delete;
        turn& operator=(turn const&) = delete;

        ~turn() {
            {
                std::scoped_lock const lock{of_.mutex_};
                of_.taken_ = false;
            }
            of_.changed_.notify_one();
        }

    private:
        turnstile& of_;
    };

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool taken_ = false;
};

} // namespace alembicore::server
