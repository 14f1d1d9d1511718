// The events of a run as messages of a WebSocket.
#include "browser.hpp"
#include "running_server.hpp"
#include "socket_client.hpp"

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <optional>
#include <vector>

namespace alembicore::test {

namespace {

using socket_client = socket_over<boost::asio::ip::tcp::socket>;

struct served_run {
    migrated_project project{two_tables()};
    running_server server{project};
    browser page{server.port()};
    std::string events;

    served_run() {
        auto const run = page.run("/api/alembic/migrations/upgrade", "{}");
        events = "/api/runs/" + std::string{run.at("id").as_string()} + "/events";
    }

    [[nodiscard]] std::vector<std::string> told() { return messages_of(page.get(events).body); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(server_web_sockets)

BOOST_AUTO_TEST_CASE(messages_are_the_events_and_go_on_behind_the_last_one) {
    served_run made;
    auto expected = made.told();
    socket_client whole{made.server.port()};
    BOOST_REQUIRE(whole.open(made.events) == 101U);
    auto const messages = whole.read_all();
    BOOST_TEST(messages == expected, boost::test_tools::per_element());
    BOOST_CHECK(whole.closed_with() == websocket::close_code::normal);
    BOOST_TEST(boost::json::parse(messages.at(0)).at("id").as_int64() == 1);

    socket_client rest{made.server.port()};
    BOOST_REQUIRE(rest.open(made.events + "?after=3") == 101U);
    expected.erase(expected.begin(), expected.begin() + 3);
    BOOST_TEST(rest.read_all() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_refused_elsewhere_is_refused_here) {
    served_run made;
    auto const status = [&](std::string const& target, header_fields const& fields) {
        return socket_client{made.server.port()}.open(target, fields);
    };
    BOOST_TEST(status(made.events, {{"Origin", "https://evil.example"}}) == 403U);
    BOOST_TEST(status(made.events, {{"Origin", "http://127.0.0.1:" + std::to_string(made.server.port())}}) == 101U);
    BOOST_TEST(status(made.events, {{"Host", "evil.example"}}) == 403U);
    BOOST_TEST(status("/api/runs/nosuch/events", {}) == 404U);
    BOOST_TEST(status("/api/runs", {}) == 200U); // no WebSocket there: an answer as ever
    BOOST_TEST(status(made.events, {{"Sec-WebSocket-Version", "7"}}) == 426U);
    BOOST_TEST(made.page.get(made.events).status == 200U);
}

BOOST_AUTO_TEST_CASE(nobody_hears_without_a_login) {
    temporary_folder const folder;
    auto const users = (folder.path() / "users").string();
    auto const line = std::string{"printf '%s\\n' 'right horse battery' | "} + ALEMBICORE_SERVER +
                      " user add vera --role viewer --users " + users + " >/dev/null";
    BOOST_REQUIRE(std::system(line.c_str()) == 0);
    migrated_project const project{two_tables()};
    running_server const server{project, project.address(), {"--users", users}};
    BOOST_TEST(socket_client{server.port()}.open("/api/runs/nosuch/events") == 401U);
    browser vera{server.port()};
    auto const begun = vera.log_in("vera", "right horse battery");
    auto const& cookie = begun.fields.at("set-cookie");
    header_fields const fields{{"Cookie", cookie.substr(0, cookie.find(';'))}};
    BOOST_TEST(socket_client{server.port()}.open("/api/runs/nosuch/events", fields) == 404U);
}

BOOST_AUTO_TEST_CASE(a_run_is_followed_until_it_is_cancelled) {
    migrated_project const project{{{.id = "t1", .doc = "one", .upgrade = "op.execute('SELECT pg_sleep(600)')"}}};
    running_server const server{project};
    browser page{server.port()};
    auto const started = page.post("/api/alembic/migrations/upgrade", "{}").json();
    std::string const run = "/api/runs/" + std::string{started.at("id").as_string()};
    std::optional<socket_client> leaves{std::in_place, server.port()};
    BOOST_REQUIRE(leaves->open(run + "/events") == 101U);
    socket_client stays{server.port()};
    BOOST_REQUIRE(stays.open(run + "/events") == 101U);
    BOOST_TEST(!leaves->read().empty());
    BOOST_TEST(!stays.read().empty());
    leaves.reset();
    stays.say("what the client says is not listened to");
    BOOST_TEST(page.post(run + "/cancel", "").status == 202U);
    auto const messages = stays.read_all();
    BOOST_REQUIRE(messages.size() >= 2U);
    BOOST_TEST(boost::json::parse(messages[messages.size() - 2]).at("event").as_string() == "run_failed");
    BOOST_TEST(messages.back() == R"({"event":"end"})");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
