#include "postgres/waiting.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace alembicore::postgres {

namespace {

int milliseconds_until(std::optional<steady_time> deadline) {
    if (!deadline)
        return -1;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000));
}

short events_of(interest wanted) {
    switch (wanted) {
    case interest::reading:
        return POLLIN;
    case interest::writing:
        return POLLOUT;
    case interest::both:
        break;
    }
    return POLLIN | POLLOUT;
}

} // namespace

wakeup::wakeup() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (event_.get() < 0)
        throw std::system_error(errno, std::generic_category(), "eventfd");
}

void wakeup::signal() const noexcept {
    std::uint64_t const one = 1;
    static_cast<void>(!::write(event_.get(), &one, sizeof one));
}

void wakeup::clear() const noexcept {
    std::uint64_t count = 0;
    static_cast<void>(!::read(event_.get(), &count, sizeof count));
}

wait_end wait_for(int socket, interest wanted, wakeup const& waker, std::optional<steady_time> deadline) {
    for (;;) {
        std::array<pollfd, 2> watched{{{socket, events_of(wanted), 0}, {waker.descriptor(), POLLIN, 0}}};
        int const ready = ::poll(watched.data(), watched.size(), milliseconds_until(deadline));
        if (ready < 0 && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "poll");
        if (watched[1].revents != 0)
            return wait_end::woken;
        if (ready > 0)
            return wait_end::ready;
        if (deadline && std::chrono::steady_clock::now() >= *deadline)
            return wait_end::timed_out;
    }
}

} // namespace alembicore::postgres
