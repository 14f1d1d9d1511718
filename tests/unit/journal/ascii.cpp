#include "journal/ascii.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::journal {

BOOST_AUTO_TEST_SUITE(ascii)

BOOST_AUTO_TEST_CASE(characters_beyond_ascii_become_escapes) {
    BOOST_TEST(in_ascii(R"({"a":"b\n"})") == R"({"a":"b\n"})");
    BOOST_TEST(in_ascii("é…x") == R"(\u00e9\u2026x)");
    BOOST_TEST(in_ascii("\xF0\x9F\x90\x98") == R"(\ud83d\udc18)");
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_is_replaced) {
    BOOST_TEST(in_ascii("a\xFFz") == R"(a\ufffdz)");
    BOOST_TEST(in_ascii("a\xC3") == R"(a\ufffd)");
    BOOST_TEST(in_ascii("\xE2\x80z") == R"(\ufffdz)");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::journal
