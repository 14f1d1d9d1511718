#include "support/cutting_proxy.hpp"

#include <chrono>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace alembicore::test {

namespace {

constexpr int look_each = 10; ///< milliseconds

sockaddr_in local(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int connect_to(int port) {
    int const made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = local(port);
    if (::connect(made, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0)
        return made;
    ::close(made);
    return -1;
}

bool is_ready(int descriptor, short for_what) {
    pollfd one{.fd = descriptor, .events = for_what, .revents = 0};
    return ::poll(&one, 1, look_each) > 0;
}

/// The other side gets a reset instead of an end.
void reset(int descriptor) {
    linger const at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

} // namespace

/// One connection, with a thread for each direction.
struct cutting_proxy::link {
    int client;
    int server;
    std::atomic<bool> ended = false;
    std::thread there{};
    std::thread back{};

    link(int from, int to) : client(from), server(to) {}

    link(link const&) = delete;
    link& operator=(link const&) = delete;

    ~link() {
        ended = true;
        there.join();
        back.join();
        ::close(client);
        ::close(server);
    }
};

cutting_proxy::cutting_proxy(int server_port) : server_port_(server_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = local(0);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr const*>(&address), length) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error{"no port for a proxy"};
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread{[this] { accept_all(); }};
}

cutting_proxy::~cutting_proxy() {
    over_ = true;
    accepting_.join();
    ::close(listener_);
    links_.clear();
}

void cutting_proxy::cut() {
    mode_ = mode::cut;
    std::lock_guard const alone{links_guard_};
    for (auto const& each : links_) {
        reset(each->client);
        reset(each->server);
    }
    links_.clear();
}

void cutting_proxy::accept_all() {
    while (!over_) {
        if (!is_ready(listener_, POLLIN))
            continue;
        int const client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        std::lock_guard const alone{links_guard_};
        int const server = mode_ == mode::cut ? -1 : connect_to(server_port_);
        if (server < 0) {
            reset(client);
            ::close(client);
            continue;
        }
        auto& made = *links_.emplace_back(std::make_unique<link>(client, server));
        made.there = std::thread{[this, &made] { pass(made, made.client, made.server); }};
        made.back = std::thread{[this, &made] { pass(made, made.server, made.client); }};
    }
}

void cutting_proxy::pass(link& through, int from, int to) {
    char buffer[16384];
    while (!through.ended) {
        if (mode_ == mode::swallowing) {
            std::this_thread::sleep_for(std::chrono::milliseconds{look_each});
            continue;
        }
        if (!is_ready(from, POLLIN))
            continue;
        auto const count = ::recv(from, buffer, sizeof buffer, MSG_DONTWAIT);
        if (count <= 0)
            break;
        for (ssize_t sent = 0; sent < count && !through.ended;) {
            if (!is_ready(to, POLLOUT))
                continue;
            auto const written =
                ::send(to, buffer + sent, static_cast<std::size_t>(count - sent), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (written < 0)
                break;
            sent += written;
        }
    }
    if (!through.ended)
        ::shutdown(to, SHUT_WR);
}

} // namespace alembicore::test
