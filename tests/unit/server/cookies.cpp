#include "access/cookies.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server::access {

namespace {

http::request with(std::string host, std::string cookies) {
    http::request made;
    made.fields = {{"Host", std::move(host)}, {"Cookie", std::move(cookies)}};
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(cookies)

BOOST_AUTO_TEST_CASE(the_cookie_is_found_among_others) {
    BOOST_TEST(session_in_cookie(with("localhost:3000", "a=b; alembicore_3000=x1; c=d")) == "x1");
    BOOST_TEST(session_in_cookie(with("localhost:3000", "alembicore_3000=x=y")) == "x=y");
    for (char const* const text : {"", ";", "alembicore_3000", "alembicore_3001=x", "xalembicore_3000=x", "=x"})
        BOOST_TEST(session_in_cookie(with("localhost:3000", text)) == "", text);
    BOOST_TEST(session_in_cookie(with("[::1]:3000", "alembicore_3000=x")) == "x");
    BOOST_TEST(session_in_cookie(with("[::1]", "alembicore_=x")) == "x");
}

BOOST_AUTO_TEST_CASE(no_script_reads_it_and_no_other_site_sends_it) {
    auto asked = with("localhost:3000", "");
    BOOST_TEST(session_cookie(asked, "x") == "alembicore_3000=x; Path=/; HttpOnly; SameSite=Strict");
    BOOST_TEST(session_cookie(asked, "").ends_with("; Max-Age=0"));
    asked.secure = true;
    BOOST_TEST(session_cookie(asked, "x") == "__Host-alembicore=x; Path=/; HttpOnly; SameSite=Strict; Secure");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
