#include "interpreter/secrets.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::interpreter {

BOOST_AUTO_TEST_SUITE(hidden_secrets)

BOOST_AUTO_TEST_CASE(a_password_is_hidden_in_each_of_its_forms) {
    secrets const hidden{parse_database_url("postgresql://me:s%40cret%2B1@localhost/db")};
    BOOST_TEST(hidden.hide("connecting with s@cret+1") == "connecting with ***");
    BOOST_TEST(hidden.hide("postgresql://me:s%40cret%2B1@localhost/db") == "postgresql://me:***@localhost/db");
    secrets const odd{parse_database_url("postgresql://me:a+b@localhost/db")};
    BOOST_TEST(odd.hide("a+b a%2Bb") == "*** ***");
}

BOOST_AUTO_TEST_CASE(a_password_that_is_a_name_is_left) {
    secrets const hidden{parse_database_url("postgresql://postgres:postgres@localhost/db")};
    BOOST_TEST(hidden.hide("role postgres") == "role postgres");
    BOOST_TEST(secrets{database_url{}}.hide("any text") == "any text");
}

BOOST_AUTO_TEST_CASE(all_texts_of_a_message_are_looked_at) {
    secrets const hidden{parse_database_url("postgresql://me:geheim@localhost/db")};
    auto message = boost::json::parse(R"({"a": ["geheim", {"b": "not geheim"}], "n": 1})");
    hidden.hide_in(message);
    BOOST_TEST(boost::json::serialize(message) == R"({"a":["***",{"b":"not ***"}],"n":1})");
}

BOOST_AUTO_TEST_CASE(a_url_is_given_to_sqlalchemy_as_it_was_written) {
    BOOST_TEST(
        sqlalchemy_url(parse_database_url(" postgres://me:p@h:5/db?sslmode=require ")) ==
        "postgres://me:p@h:5/db?sslmode=require"
    );
    database_url made;
    made.parameters = {{"host", "/run/my socket"}, {"dbname", "d b"}, {"password", "a&b"}};
    BOOST_TEST(sqlalchemy_url(made) == "postgresql://:a%26b@/d%20b?host=%2Frun%2Fmy%20socket");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::interpreter
