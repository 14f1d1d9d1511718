#include "access/rate_limiter.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server::access {

namespace {

using namespace std::chrono_literals;

rate_limiter::clock::time_point const start{1000s};

} // namespace

BOOST_AUTO_TEST_SUITE(rates)

BOOST_AUTO_TEST_CASE(a_burst_is_allowed_and_then_a_rate) {
    rate_limiter limit{{.burst = 3, .per_second = 0.5}};
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(!limit.take("a", start).has_value());
    BOOST_TEST((limit.take("a", start) == 2s));
    BOOST_TEST((limit.take("a", start + 1s) == 1s));
    BOOST_TEST(!limit.take("b", start).has_value());
    BOOST_TEST(!limit.take("a", start + 3s).has_value());
    BOOST_TEST(limit.take("a", start + 3s).has_value());
    limit.forget("a");
    BOOST_TEST(!limit.take("a", start + 3s).has_value());
}

BOOST_AUTO_TEST_CASE(those_who_have_gone_leave_nothing) {
    rate_limiter limit{{.burst = 1, .per_second = 1}};
    for (int i = 0; i < 50'000; ++i)
        static_cast<void>(limit.take(std::to_string(i), start + i * 1ms));
    BOOST_TEST(!limit.take("0", start + 100s).has_value());
    BOOST_TEST(limit.take("49999", start + 50s - 1ms).has_value());
}

BOOST_AUTO_TEST_CASE(a_network_of_version_6_is_one_client) {
    BOOST_TEST(client_key("192.0.2.1") == "192.0.2.1");
    BOOST_TEST(client_key("2001:db8:1:2:3:4:5:6") == client_key("2001:db8:1:2::"));
    BOOST_TEST(client_key("2001:db8:1:2::1") != client_key("2001:db8:1:3::1"));
    BOOST_TEST(client_key("::ffff:192.0.2.1") != client_key("::ffff:192.0.2.2"));
    BOOST_TEST(client_key("unknown") == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
