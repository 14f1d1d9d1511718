#include "access/guard.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server::access {

namespace {

http::request asked(http::method verb, http::fields fields) {
    http::request made;
    made.verb = verb;
    made.fields = std::move(fields);
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(guard_of_requests)

BOOST_AUTO_TEST_CASE(names_of_this_machine_are_answered) {
    guard const allowed{{"db.example"}};
    for (char const* const host :
         {"127.0.0.1:3000", "localhost:3000", "[::1]:3000", "localhost", "db.example", "db.example:80"})
        BOOST_TEST(!allowed.refusal(asked(http::method::get, {{"Host", host}})).has_value(), host);
    for (char const* const host :
         {"evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:3000", "db.example.com"})
        BOOST_TEST(allowed.refusal(asked(http::method::get, {{"Host", host}})).has_value(), host);
}

BOOST_AUTO_TEST_CASE(pages_of_other_sites_are_refused) {
    guard const allowed{{}};

    struct {
        char const* origin;
        bool refused;
    } const cases[]{
        {"http://localhost:3000", false},
        {"https://localhost:3000", false},
        {"http://localhost:8080", true},
        {"http://evil.example", true},
        {"null", true},
        {"http://localhost:3000.evil.example", true},
    };

    for (auto const& [origin, refused] : cases)
        BOOST_TEST(
            allowed.refusal(asked(http::method::get, {{"Host", "localhost:3000"}, {"Origin", origin}})).has_value() ==
                refused,
            origin
        );
}

BOOST_AUTO_TEST_CASE(a_change_needs_the_token) {
    guard const allowed{{}};
    auto const with = [&](std::string token) {
        return allowed.refusal(
            asked(http::method::post, {{"host", "localhost"}, {"x-alembicore-token", std::move(token)}})
        );
    };
    BOOST_TEST(with("").has_value());
    BOOST_TEST(with(allowed.token() + "0").has_value());
    BOOST_TEST(with(std::string(allowed.token().size(), 'x')).has_value());
    BOOST_TEST(!with(allowed.token()).has_value());
    BOOST_TEST(guard{{}}.token() != allowed.token());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
