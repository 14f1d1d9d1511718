#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"

#include "support/error_checks.hpp"
#include "support/server_under_test.hpp"
#include "support/temporary_cluster.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>

namespace alembicore::postgres {

namespace {

using namespace std::chrono_literals;

std::string backend_of(connection& opened) {
    return opened.execute("SELECT pg_backend_pid()").first_column().front();
}

} // namespace

BOOST_AUTO_TEST_SUITE(lost_connection)

BOOST_AUTO_TEST_CASE(a_terminated_session_is_a_lost_connection) {
    auto& cluster = test::temporary_cluster::shared();
    connection opened{cluster.url("postgres")};
    test::end_session(cluster.url("postgres"), backend_of(opened));
    auto const info = test::require_error(errc::connection_lost, [&] { return opened.execute("SELECT 1"); });
    BOOST_TEST(!info.connection_usable);
    BOOST_TEST(info.retryable);
    BOOST_TEST(info.server.value().sqlstate == "57P01");
    BOOST_TEST(!opened.usable());
    test::require_error(errc::connection_lost, [&] { return opened.execute("SELECT 1"); });
}

BOOST_AUTO_TEST_CASE(a_session_terminated_before_commit_leaves_the_commit_in_doubt) {
    auto& cluster = test::temporary_cluster::shared();
    connection opened{cluster.url("postgres")};
    std::string const backend = backend_of(opened);
    transaction open{opened};
    test::end_session(cluster.url("postgres"), backend);
    auto const info = test::require_error(errc::commit_in_doubt, [&] {
        open.commit();
        return 0;
    });
    BOOST_TEST(!info.connection_usable);
}

BOOST_AUTO_TEST_CASE(a_server_that_crashes_during_a_statement_is_a_lost_connection) {
    test::temporary_cluster cluster;
    connection opened{cluster.url("postgres")};
    std::jthread const stopper{[&] {
        std::this_thread::sleep_for(200ms);
        stop_cluster(cluster.folder(), shutdown::immediate);
    }};
    auto const info = test::require_error(errc::connection_lost, [&] { return opened.execute("SELECT pg_sleep(60)"); });
    BOOST_TEST(!info.connection_usable);
}

BOOST_AUTO_TEST_CASE(a_server_that_never_answers_is_given_up_in_time) {
    // A listening socket that nobody serves: the connection is made, the greeting never comes.
    base::file_descriptor const listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    BOOST_REQUIRE(::bind(listener.get(), generic, size) == 0);
    BOOST_REQUIRE(::listen(listener.get(), 1) == 0);
    BOOST_REQUIRE(::getsockname(listener.get(), generic, &size) == 0);
    database_url url;
    url.parameters = {{"host", "127.0.0.1"}, {"port", std::to_string(ntohs(address.sin_port))}};
    auto const begun = std::chrono::steady_clock::now();
    auto const info = test::require_error(errc::connection_failed, [&] {
        return connection{url, {.timeout = 1s, .stop = {}}}.usable();
    });
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 5s));
    BOOST_TEST(info.reason == "no answer in time");
    std::stop_source source;
    source.request_stop();
    test::require_error(errc::cancelled, [&] {
        return connection{url, {.timeout = 60s, .stop = source.get_token()}}.usable();
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::postgres
