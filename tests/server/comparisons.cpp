// Drift and what a revision makes: what takes a while, and is called off.
#include "browser.hpp"
#include "running_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <thread>

namespace alembicore::test {

namespace {

using boost::asio::ip::tcp;

/// A database at a revision that takes minutes when it is replayed.
struct slow_history {
    migrated_project project{{{.id = "t1", .doc = "one", .upgrade = "op.execute('SELECT pg_sleep(600)')"}}};
    running_server server{project};

    slow_history() { BOOST_REQUIRE(project.run({"stamp", "head"}).exit_status == 0); }

    /// Waits until so many replay it.
    void wait_for_replays(char const* wanted) const {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        auto const ask = [this] {
            return project.ask(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(600)'"
            );
        };
        while (ask() != wanted && std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        BOOST_REQUIRE(ask() == wanted);
    }

    [[nodiscard]] std::future<answer> ask(std::string const& target) const {
        return std::async(std::launch::async, [target, port = server.port()] { return browser{port}.get(target); });
    }

    /// Other databases of this cluster belong to tests that are over.
    [[nodiscard]] std::string scratch_databases() const {
        return project.ask("SELECT count(*) FROM pg_database WHERE datname LIKE 'alembicore_scratch_%'");
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(server_comparisons)

BOOST_AUTO_TEST_CASE(a_comparison_ends_when_it_is_cancelled) {
    slow_history const made;
    browser page{made.server.port()};
    for (auto const* const target : {"/api/drift?id=mine", "/api/alembic/migrations/diff/t1?id=mine"}) {
        auto asked = made.ask(target);
        made.wait_for_replays("1");
        BOOST_TEST(page.post("/api/comparisons/another/cancel", "").status == 404U);
        BOOST_TEST(page.post("/api/comparisons/mine/cancel", "").status == 200U);
        auto const refused = asked.get();
        BOOST_TEST(refused.status == 422U);
        BOOST_TEST(refused.json().at("code").as_string() == "cancelled");
        BOOST_TEST(page.post("/api/comparisons/mine/cancel", "").status == 404U);
        made.wait_for_replays("0");
    }
    BOOST_TEST(made.scratch_databases() == "0");
}

BOOST_AUTO_TEST_CASE(who_waits_for_another_comparison_can_be_cancelled_too) {
    slow_history const made;
    browser page{made.server.port()};
    auto first = made.ask("/api/drift?id=first");
    made.wait_for_replays("1");
    auto second = made.ask("/api/drift?id=second");
    while (page.post("/api/comparisons/second/cancel", "").status != 200U)
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    BOOST_TEST(second.get().json().at("code").as_string() == "cancelled");
    made.wait_for_replays("1");
    BOOST_TEST(page.post("/api/comparisons/first/cancel", "").status == 200U);
    BOOST_TEST(first.get().json().at("code").as_string() == "cancelled");
}

BOOST_AUTO_TEST_CASE(a_comparison_ends_when_its_client_goes) {
    slow_history const made;
    for (std::string const target : {"/api/drift", "/api/alembic/diff/t1"}) {
        boost::asio::io_context io;
        tcp::socket client{io};
        client.connect({boost::asio::ip::address_v4::loopback(), made.server.port()});
        // What comes behind it is not read, and hides the end of the connection from who looks for bytes only.
        auto const request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n" + "GET /healthz HTTP/1.1\r\n";
        boost::asio::write(client, boost::asio::buffer(request));
        made.wait_for_replays("1");
        client.close();
        made.wait_for_replays("0");
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
