// Waiting for a socket in a way that another thread can end.
#pragma once

#include "base/file_descriptor.hpp"

#include <chrono>
#include <optional>

namespace alembicore::postgres {

using steady_time = std::chrono::steady_clock::time_point;

/// Wakes up a thread that waits. `signal` may be called from any thread.
class wakeup {
public:
    wakeup();

    void signal() const noexcept;
    void clear() const noexcept;

    [[nodiscard]] int descriptor() const noexcept { return event_.get(); }

private:
    base::file_descriptor event_;
};

/// What a socket is waited for.
enum class interest { reading, writing, both };

enum class wait_end { ready, woken, timed_out };

/// Waits until the socket is ready, `waker` is signalled, or the deadline has come.
[[nodiscard]] wait_end
wait_for(int socket, interest wanted, wakeup const& waker, std::optional<steady_time> deadline = std::nullopt);

} // namespace alembicore::postgres
