#include "http/forwarding.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server::http {

namespace {

request from(std::string client, http::fields fields) {
    request made;
    made.client = std::move(client);
    made.fields = std::move(fields);
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(forwarded_requests)

BOOST_AUTO_TEST_CASE(a_proxy_that_is_known_says_who_asks) {
    forwarding const known{{"127.0.0.1", "10.0.0.0/8", "2001:db8::/32"}};

    struct {
        char const* peer;
        char const* list;
        char const* client;
    } const cases[]{
        {"127.0.0.1", "192.0.2.1", "192.0.2.1"},
        {"10.1.2.3", "192.0.2.1, 10.9.9.9", "192.0.2.1"},
        {"2001:db8:1::1", "192.0.2.1", "192.0.2.1"},
        // What the client itself wrote stands to the left of what the proxy saw.
        {"127.0.0.1", "127.0.0.1, 198.51.100.1, 192.0.2.1", "192.0.2.1"},
        {"127.0.0.1", "", "127.0.0.1"},
        {"127.0.0.1", "unknown", "127.0.0.1"},
        {"127.0.0.1", "192.0.2.1, ", "127.0.0.1"},
        {"::ffff:10.1.2.3", "192.0.2.1", "192.0.2.1"},
        // Anybody else may write what they like.
        {"192.0.2.9", "192.0.2.1", "192.0.2.9"},
        {"11.0.0.1", "192.0.2.1", "11.0.0.1"},
        {"", "192.0.2.1", ""},
    };

    for (auto const& [peer, list, client] : cases) {
        auto asked = from(peer, {{"X-Forwarded-For", list}});
        known.apply(asked);
        BOOST_TEST(asked.client == client, std::string{peer} + " " + list);
    }
}

BOOST_AUTO_TEST_CASE(the_way_to_the_proxy_and_the_name_of_the_host_come_from_it) {
    http::fields const said{{"Host", "inner:3000"}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "db.example"}};
    forwarding const known{{"127.0.0.1"}};
    auto asked = from("127.0.0.1", said);
    known.apply(asked);
    BOOST_TEST(asked.secure);
    BOOST_TEST(asked.field("host") == "db.example");
    auto stranger = from("192.0.2.9", said);
    known.apply(stranger);
    BOOST_TEST(!stranger.secure);
    BOOST_TEST(stranger.field("host") == "inner:3000");
    auto nobody = from("127.0.0.1", said);
    forwarding{}.apply(nobody);
    BOOST_TEST(!nobody.secure);
}

BOOST_AUTO_TEST_CASE(what_is_no_network_is_refused) {
    for (char const* const text : {"proxy.example", "", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::/129"})
        test::require_error(errc::bad_usage, [&] { return forwarding{{text}}.empty(); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::http
