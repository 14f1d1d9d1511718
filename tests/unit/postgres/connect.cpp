#include "postgres/connect.hpp"

#include "postgres/connection.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

namespace alembicore::postgres {

BOOST_AUTO_TEST_SUITE(connect)

BOOST_AUTO_TEST_CASE(texts_are_utf8_whatever_the_url_says_and_the_name_is_only_a_fallback) {
    database_url url;
    url.parameters = {{"host", "h"}, {"client_encoding", "latin1"}, {"application_name", "mine"}};
    auto const list = connection_parameters(url);
    std::map<std::string, std::string> const given{list.begin(), list.end()};
    BOOST_TEST(given.size() == list.size());
    BOOST_TEST(given.at("host") == "h");
    BOOST_TEST(given.at("client_encoding") == "UTF8");
    BOOST_TEST(given.at("application_name") == "mine");
    BOOST_TEST(given.at("fallback_application_name") == "alembicore");
}

BOOST_AUTO_TEST_CASE(names_are_quoted_whatever_is_in_them) {
    BOOST_TEST(quote_name("plain") == "\"plain\"");
    BOOST_TEST(quote_name("a\"b; --") == "\"a\"\"b; --\"");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::postgres
