// Requests that take a while, and can be called off: by the id that they were sent with, and by going away.
#pragma once

#include <map>
#include <mutex>
#include <stop_token>
#include <string>

namespace alembicore::server {

/// Thread safety: all members may be called at once.
class cancellable_requests {
public:
    /// One of them, as long as it lives.
    class entry {
    public:
        /// `gone`: the client has left. `id` empty: only that ends it.
        entry(cancellable_requests& in, std::string id, std::stop_token gone)
            : in_(in), leave_{std::move(gone), stopping{stop_}} {
            std::scoped_lock const lock{in_.mutex_};
            at_ = in_.going_.emplace(std::move(id), stop_);
        }

        entry(entry const&) = delete;
        entry& operator=(entry const&) = delete;

        ~entry() {
            std::scoped_lock const lock{in_.mutex_};
            in_.going_.erase(at_);
        }

        [[nodiscard]] std::stop_token stop() const { return stop_.get_token(); }

    private:
        struct stopping {
            std::stop_source stop;

            void operator()() noexcept { stop.request_stop(); }
        };

        cancellable_requests& in_;
        std::stop_source stop_;
        std::stop_callback<stopping> leave_;
        std::multimap<std::string, std::stop_source>::iterator at_;
    };

    /// Calls off all of this id. False: there is none.
    bool cancel(std::string const& id) {
        std::scoped_lock const lock{mutex_};
        auto const [first, last] = going_.equal_range(id);
        for (auto each = first; each != last; ++each)
            each->second.request_stop();
        return first != last;
    }

private:
    std::mutex mutex_;
    std::multimap<std::string, std::stop_source> going_;
};

} // namespace alembicore::server
