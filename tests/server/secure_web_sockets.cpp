// The events of a run as messages of a WebSocket, by TLS.
#include "certificate.hpp"
#include "running_server.hpp"
#include "socket_client.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

namespace ssl = boost::asio::ssl;
namespace http = boost::beast::http;
using secure_transport = ssl::stream<boost::asio::ip::tcp::socket>;

struct secure_page {
    certificate proof;
    migrated_project project{two_tables()};
    running_server server{project, project.address(), proof.options()};
    ssl::context trusting{ssl::context::tls_client};

    secure_page() {
        trusting.load_verify_file(proof.file);
        trusting.set_verify_mode(ssl::verify_peer);
    }

    [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(server.port()); }

    std::string ask(http::verb verb, std::string const& target, header_fields const& fields = {}) {
        boost::asio::io_context io;
        secure_transport stream{io, trusting};
        stream.next_layer().connect({boost::asio::ip::address_v4::loopback(), server.port()});
        stream.handshake(ssl::stream_base::client);
        http::request<http::string_body> asked{verb, target, 11};
        asked.set(http::field::host, host());
        for (auto const& [name, value] : fields)
            asked.set(name, value);
        asked.body() = verb == http::verb::post ? "{}" : "";
        asked.prepare_payload();
        http::write(stream, asked);
        boost::beast::flat_buffer buffer;
        http::response<http::string_body> answered;
        http::read(stream, buffer, answered);
        return answered.body();
    }

    /// Where the events of a run are that has just been started.
    std::string start() {
        auto const session = boost::json::parse(ask(http::verb::get, "/api/session"));
        auto const run = boost::json::parse(
            ask(http::verb::post,
                "/api/alembic/migrations/upgrade",
                {{"X-Alembicore-Token", std::string{session.at("token").as_string()}}})
        );
        return "/api/runs/" + std::string{run.at("id").as_string()} + "/events";
    }
};

struct secure_client : socket_over<secure_transport> {
    explicit secure_client(secure_page& of) : socket_over{of.server.port(), of.trusting} {
        transport().handshake(ssl::stream_base::client);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(server_secure_web_sockets)

BOOST_AUTO_TEST_CASE(a_run_is_followed_by_tls) {
    secure_page made;
    auto const events = made.start();
    secure_client follower{made};
    BOOST_REQUIRE(follower.open(events, {{"Origin", "https://" + made.host()}}) == 101U);
    auto const messages = follower.read_all();
    BOOST_CHECK(follower.closed_with() == websocket::close_code::normal);
    BOOST_TEST(messages.size() > 4U);
    BOOST_TEST(messages == messages_of(made.ask(http::verb::get, events)), boost::test_tools::per_element());
    BOOST_TEST(made.project.ask("SELECT version_num FROM alembic_version") == "t2");

    secure_client rest{made};
    BOOST_REQUIRE(rest.open(events + "?after=3") == 101U);
    BOOST_TEST(rest.read_all() == std::vector(messages.begin() + 3, messages.end()), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_refused_elsewhere_is_refused_by_tls) {
    secure_page made;
    auto const events = made.start();
    BOOST_TEST(secure_client{made}.open(events, {{"Origin", "https://evil.example"}}) == 403U);
    BOOST_TEST(secure_client{made}.open("/api/runs/nosuch/events") == 404U);
    BOOST_TEST(socket_over<boost::asio::ip::tcp::socket>{made.server.port()}.open(events) != 101U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
