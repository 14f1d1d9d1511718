// Connections that give or take nothing end by themselves. The server runs here with times that a test can wait for.
#include "http/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include <sys/socket.h>

namespace alembicore::server::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

/// Answers everything with more than sockets hold.
class endless : public application {
public:
    [[nodiscard]] std::uint64_t body_limit(method, std::string_view) const noexcept override { return 1 << 20; }

    [[nodiscard]] std::optional<response> refuse_early(request const& head) noexcept override {
        if (head.target != "/refused")
            return std::nullopt;
        return text_response("no", "text/plain", 403);
    }

    [[nodiscard]] response answer(request const& asked) noexcept override {
        return text_response(std::string(asked.target == "/large" ? 64 << 20 : 10, 'x'), "text/plain");
    }

    void note(record const&) noexcept override {}
};

struct impatient_server {
    endless answers;
    server running{answers, {.port = 0, .connections = 4, .patience = 1s, .idle = 1s}};
    std::jthread thread{[this] { running.run(); }};

    ~impatient_server() { running.stop(); }
};

struct raw_client {
    asio::io_context io;
    tcp::socket socket{io};

    explicit raw_client(std::uint16_t port) {
        socket.connect({asio::ip::address_v4::loopback(), port});
        timeval const longest{.tv_sec = 5, .tv_usec = 0};
        ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    }

    /// False: the other side has gone.
    bool send(std::string_view bytes) {
        return ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
    }

    /// Until the end of what comes.
    std::string receive() {
        std::string all;
        std::array<char, 4096> piece{};
        while (true) {
            auto const length = ::recv(socket.native_handle(), piece.data(), piece.size(), 0);
            if (length <= 0)
                return all;
            all.append(piece.data(), static_cast<std::size_t>(length));
        }
    }
};

std::chrono::milliseconds time_of(auto const& action) {
    auto const begun = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

} // namespace

BOOST_AUTO_TEST_SUITE(slow_clients)

BOOST_AUTO_TEST_CASE(a_head_or_a_body_that_does_not_come_ends_the_connection) {
    impatient_server server;
    for (char const* const begun : {"", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"}) {
        raw_client client{server.running.port()};
        client.send(begun);
        auto const waited = time_of([&] { client.receive(); });
        BOOST_TEST(waited.count() >= 900, begun);
        BOOST_TEST(waited.count() < 4000, begun);
    }
}

BOOST_AUTO_TEST_CASE(one_byte_now_and_then_is_too_slow_as_well) {
    impatient_server server;
    raw_client client{server.running.port()};
    std::string const head = "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(200, 'x');
    auto const waited = time_of([&] {
        for (char const c : head) {
            if (!client.send({&c, 1}))
                break;
            std::this_thread::sleep_for(50ms);
        }
    });
    BOOST_TEST(waited.count() < 4000);
}

BOOST_AUTO_TEST_CASE(a_large_body_is_not_waited_for_where_it_is_refused_anyway) {
    impatient_server server;
    for (char const* const body : {"Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\n"}) {
        raw_client client{server.running.port()};
        client.send("POST /refused HTTP/1.1\r\nHost: x\r\n" + std::string{body});
        std::string seen;
        auto const waited = time_of([&] { seen = client.receive(); });
        BOOST_TEST(seen.starts_with("HTTP/1.1 403"));
        BOOST_TEST(waited.count() < 900);
    }
    raw_client small{server.running.port()};
    small.send("POST /refused HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab");
    BOOST_TEST(small.receive().starts_with("HTTP/1.1 200"));
    raw_client large{server.running.port()};
    large.send("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n");
    large.send(std::string(1'000'000, 'x'));
    BOOST_TEST(large.receive().starts_with("HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_reads_is_given_up) {
    impatient_server server;
    raw_client client{server.running.port()};
    client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(3s);
    BOOST_TEST(client.receive().size() < 64U << 20);
}

BOOST_AUTO_TEST_CASE(who_comes_when_all_places_are_taken_is_turned_away) {
    impatient_server server;
    std::vector<std::unique_ptr<raw_client>> waiting;
    for (int i = 0; i < 4; ++i)
        waiting.push_back(std::make_unique<raw_client>(server.running.port()));
    std::this_thread::sleep_for(100ms);
    raw_client late{server.running.port()};
    late.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    BOOST_TEST(late.receive().empty());
    for (auto const& each : waiting)
        each->receive(); // until their time is over
    raw_client later{server.running.port()};
    later.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    BOOST_TEST(later.receive().starts_with("HTTP/1.1 200"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::http
