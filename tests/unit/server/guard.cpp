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
    guard const allowed{{"db.example"}, {}, reach::this_machine};
    for (char const* const host :
         {"127.0.0.1:3000", "localhost:3000", "[::1]:3000", "localhost", "db.example", "db.example:80"})
        BOOST_TEST(!allowed.refuse_place(asked(http::method::get, {{"Host", host}})).has_value(), host);
    for (char const* const host :
         {"evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:3000", "db.example.com"})
        BOOST_TEST(allowed.refuse_place(asked(http::method::get, {{"Host", host}})).has_value(), host);
}

BOOST_AUTO_TEST_CASE(pages_of_other_sites_are_refused) {
    guard const allowed{{}, {}, reach::this_machine};

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
            allowed.refuse_place(asked(http::method::get, {{"Host", "localhost:3000"}, {"Origin", origin}})
            ).has_value() == refused,
            origin
        );
}

BOOST_AUTO_TEST_CASE(other_sites_may_ask_where_they_are_named) {
    guard const allowed{{}, {"https://tools.example"}, reach::this_machine};
    auto const refuses = [&](char const* origin) {
        return allowed.refuse_place(asked(http::method::get, {{"Host", "localhost"}, {"Origin", origin}})).has_value();
    };
    BOOST_TEST(!refuses("https://tools.example"));
    BOOST_TEST(refuses("http://tools.example"));
    BOOST_TEST(refuses("https://tools.example.evil"));
}

BOOST_AUTO_TEST_CASE(a_server_of_a_network_is_reached_by_any_address_but_not_by_any_name) {
    guard const allowed{{"db.example"}, {}, reach::network};
    for (char const* const host : {"192.0.2.7:3000", "[2001:db8::7]:3000", "192.0.2.7", "localhost", "db.example"})
        BOOST_TEST(!allowed.refuse_place(asked(http::method::get, {{"Host", host}})).has_value(), host);
    for (char const* const host : {"evil.example", "192.0.2.7.evil.example", "", "[evil]"})
        BOOST_TEST(allowed.refuse_place(asked(http::method::get, {{"Host", host}})).has_value(), host);
    guard const own{{}, {}, reach::this_machine};
    BOOST_TEST(own.refuse_place(asked(http::method::get, {{"Host", "192.0.2.7:3000"}})).has_value());
}

BOOST_AUTO_TEST_CASE(a_change_needs_the_token) {
    guard const allowed{{}, {}, reach::this_machine};
    auto const with = [&](std::string token, std::string_view wanted) {
        return allowed.refuse_change(
            asked(http::method::post, {{"host", "localhost"}, {"x-alembicore-token", std::move(token)}}), wanted
        );
    };
    auto const& token = allowed.token();
    BOOST_TEST(with("", token).has_value());
    BOOST_TEST(with(token + "0", token).has_value());
    BOOST_TEST(with(std::string(token.size(), 'x'), token).has_value());
    BOOST_TEST(!with(token, token).has_value());
    BOOST_TEST(with(token, "of a session").has_value());
    BOOST_TEST((guard{{}, {}, reach::this_machine}.token()) != token);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
