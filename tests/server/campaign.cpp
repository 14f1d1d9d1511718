// Bytes that are nearly requests, from several clients at once: the server lives on, and takes no memory for them.
#include "browser.hpp"
#include "running_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>
#include <vector>

#include <sys/socket.h>

namespace alembicore::test {

namespace {

using tcp = boost::asio::ip::tcp;

unsigned number_from(char const* name, unsigned otherwise) {
    char const* const text = std::getenv(name);
    return text == nullptr ? otherwise : static_cast<unsigned>(std::stoul(text));
}

std::vector<std::string> const whole{
    "GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /api/session HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 31\r\n\r\n{\"user\": \"a\", \"password\": \"bc\"}",
    "POST /api/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
    "chunked\r\n\r\n5;x=y\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
    "POST /api/login HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
    "GET /api/tables/a%2Fb/data?filter=%7B%7D&sort=-x HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n",
    "GET /api/runs/x/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 5\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /api/openapi.json HTTP/1.0\r\n\r\n",
};

std::vector<std::string> const pieces{
    "\r\n",
    "\n",
    "\r\n\r\n",
    ": ",
    " ",
    "\t",
    std::string(1, '\0'),
    "\xff",
    "%00",
    "%2e%2e",
    "Content-Length: 5\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Host: evil.example\r\n",
    "0\r\n\r\n",
    "ffffffffffffffff",
    "HTTP/1.1",
    "GET / ",
    "Connection: close\r\n",
    "Expect: 100-continue\r\n",
    std::string(5000, 'x'),
    std::string(40, '['),
    "{\"a\":",
};

class mutation {
public:
    explicit mutation(unsigned seed) : chance_(seed) {}

    std::string next() {
        auto bytes = pick(whole);
        for (auto changes = below(6); changes > 0; --changes)
            change(bytes);
        return bytes;
    }

private:
    std::size_t below(std::size_t limit) { return chance_() % limit; }

    std::string const& pick(std::vector<std::string> const& from) { return from[below(from.size())]; }

    void change(std::string& bytes) {
        auto const at = below(bytes.size() + 1);
        switch (below(5)) {
        case 0:
            bytes.insert(at, pick(pieces));
            break;
        case 1:
            bytes.erase(at, below(20));
            break;
        case 2:
            bytes.replace(at, std::min(below(8), bytes.size() - at), pick(pieces));
            break;
        case 3:
            bytes.insert(at, pick(whole));
            break;
        default:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(below(256));
        }
    }

    std::minstd_rand chance_;
};

/// Sends all of it, says that nothing else comes, and takes what is answered.
std::string send_all(std::uint16_t port, std::string const& bytes) {
    boost::asio::io_context io;
    tcp::socket socket{io};
    socket.connect({boost::asio::ip::address_v4::loopback(), port});
    timeval const longest{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ::shutdown(socket.native_handle(), SHUT_WR);
    std::string all;
    std::array<char, 4096> piece{};
    while (true) {
        auto const length = ::recv(socket.native_handle(), piece.data(), piece.size(), 0);
        if (length <= 0)
            return all;
        all.append(piece.data(), static_cast<std::size_t>(length));
    }
}

/// In kilobytes.
long memory_of(pid_t process) {
    std::ifstream status{"/proc/" + std::to_string(process) + "/status"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::stol(line.substr(6));
    return 0;
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_campaign)

BOOST_AUTO_TEST_CASE(whatever_is_sent_the_server_lives_on) {
    auto const seed = number_from("ALEMBICORE_MALFORMED_SEED", std::random_device{}());
    auto const rounds = number_from("ALEMBICORE_MALFORMED_ROUNDS", 400);
    std::cout << "ALEMBICORE_MALFORMED_SEED=" << seed << " ALEMBICORE_MALFORMED_ROUNDS=" << rounds << std::endl;
    migrated_project const project{two_tables()};
    running_server server{project};
    auto const before = memory_of(server.process());
    constexpr unsigned clients = 4;
    std::array<std::string, clients> strange;
    {
        std::vector<std::jthread> all;
        for (unsigned client = 0; client < clients; ++client)
            all.emplace_back([&, client] {
                mutation make{seed + client};
                for (unsigned i = 0; i < rounds / clients; ++i) {
                    auto const bytes = make.next();
                    auto const seen = send_all(server.port(), bytes);
                    bool const proper = seen.empty() || seen.starts_with("HTTP/1.1 ");
                    bool const defect = seen.starts_with("HTTP/1.1 500");
                    if (!proper || defect)
                        strange[client] = bytes + "\n=> " + seen;
                }
            });
    }
    for (auto const& each : strange)
        BOOST_TEST(each == "");
    BOOST_TEST(browser{server.port()}.get("/healthz").status == 200U);
    BOOST_TEST(memory_of(server.process()) - before < 100 * 1024);
    BOOST_TEST(server.end(SIGTERM) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
