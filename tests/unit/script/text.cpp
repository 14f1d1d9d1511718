#include "script/text.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(strip_removes_what_python_calls_space) {
    BOOST_TEST(stripped(" \n\ta b\x1C\xC2\xA0\xE2\x80\x83\r\n") == "a b");
    BOOST_TEST(stripped("\xC2\x85\xE3\x80\x80") == "");
    BOOST_TEST(stripped("\xE2\x80\x8B") == "\xE2\x80\x8B"); // a zero width space is no space
}

BOOST_AUTO_TEST_CASE(slugs_are_the_words_of_the_message_in_lower_case) {
    struct {
        char const* message;
        char const* slug;
    } const cases[] = {
        {"", ""},
        {"Add user.e-mail, again!", "add_user_e_mail_again"},
        {"__init__ & co", "__init___co"},
        {"Gr\xC3\xB6\xC3\x9F"
         "e \xC3\x84NDERN",
         "gr\xC3\xB6\xC3\x9F"
         "e_\xC3\xA4ndern"},
        {"\xCE\x9F\xCE\xA3 \xCE\xA3\xCE\x9F", "\xCE\xBF\xCF\x82_\xCF\x83\xCE\xBF"}, // ΟΣ ΣΟ
        {"\xC4\xB0x", "i\xCC\x87x"},                                                // İx
        {"m\xC2\xB2", "m\xC2\xB2"},
        {"cafe\xCC\x81s", "cafe_s"}, // a combining accent is no word character
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.message) BOOST_TEST(slug_of(c.message, 40) == c.slug);
}

BOOST_AUTO_TEST_CASE(long_slugs_are_cut_at_a_word) {
    struct {
        char const* message;
        std::size_t longest;
        char const* slug;
    } const cases[] = {
        {"one two three", 13, "one_two_three"},
        {"one two three", 12, "one_two_"},
        {"one two three", 8, "one_two_"},
        {"one two three", 7, "one_"},
        {"abcdefgh", 4, "abcd_"},
        {"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 2, "\xC3\xA9\xC3\xA9_"},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.message << " to " << c.longest) BOOST_TEST(slug_of(c.message, c.longest) == c.slug);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
