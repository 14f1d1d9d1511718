// How often somebody may ask: a bucket of allowances for each, which fills again with time.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace alembicore::server::access {

struct rate {
    double burst = 0;      ///< at once, after a pause
    double per_second = 0; ///< from then on
};

/// Thread safety: all members may be called at once.
class rate_limiter {
public:
    using clock = std::chrono::steady_clock;

    explicit rate_limiter(rate allowed) : allowed_(allowed) {}

    /// Takes one allowance; where there is none, how long to wait for it.
    [[nodiscard]] std::optional<std::chrono::seconds> take(std::string const& who, clock::time_point now);

    /// What was taken counts no more.
    void forget(std::string const& who);

private:
    struct bucket {
        double left = 0;
        clock::time_point at;
    };

    [[nodiscard]] double filled(bucket const& which, clock::time_point now) const;
    void sweep(clock::time_point now);

    rate const allowed_;
    std::mutex mutex_;
    std::map<std::string, bucket> buckets_;
    std::size_t swept_size_ = 0;
};

/// Who counts as one client: an address, or the network of a subscriber with IPv6, who has 2^64 of them.
[[nodiscard]] std::string client_key(std::string const& address);

} // namespace alembicore::server::access
