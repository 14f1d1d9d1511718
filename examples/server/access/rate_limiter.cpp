#include "access/rate_limiter.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cmath>

namespace alembicore::server::access {

namespace {

constexpr std::size_t worth_sweeping = 10'000;

} // namespace

double rate_limiter::filled(bucket const& which, clock::time_point now) const {
    auto const waited = std::chrono::duration<double>(now - which.at).count();
    return std::min(allowed_.burst, which.left + std::max(waited, 0.0) * allowed_.per_second);
}

/// Full buckets say nothing. Sizes double between two sweeps, so that each request pays little for them.
void rate_limiter::sweep(clock::time_point now) {
    if (buckets_.size() < std::max(worth_sweeping, 2 * swept_size_))
        return;
    std::erase_if(buckets_, [&](auto const& each) { return filled(each.second, now) >= allowed_.burst; });
    swept_size_ = buckets_.size();
}

std::optional<std::chrono::seconds> rate_limiter::take(std::string const& who, clock::time_point now) {
    std::scoped_lock const lock{mutex_};
    sweep(now);
    auto& its = buckets_.try_emplace(who, bucket{allowed_.burst, now}).first->second;
    its = {filled(its, now), now};
    if (its.left >= 1) {
        its.left -= 1;
        return std::nullopt;
    }
    return std::chrono::seconds{std::max(1L, std::lround(std::ceil((1 - its.left) / allowed_.per_second)))};
}

void rate_limiter::forget(std::string const& who) {
    std::scoped_lock const lock{mutex_};
    buckets_.erase(who);
}

std::string client_key(std::string const& address) {
    boost::system::error_code no_address;
    auto const parsed = boost::asio::ip::make_address(address, no_address);
    if (no_address || !parsed.is_v6() || parsed.to_v6().is_v4_mapped())
        return address;
    auto bytes = parsed.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::address_v6{bytes}.to_string() + "/64";
}

} // namespace alembicore::server::access
