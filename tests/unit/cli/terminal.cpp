#include "terminal.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::cli {

BOOST_AUTO_TEST_SUITE(terminals)

BOOST_AUTO_TEST_CASE(paint_adds_nothing_without_colour) {
    BOOST_TEST(paint({}, style::red, "x") == "x");
    BOOST_TEST(paint({.colour = true}, style::red, "x") == "\x1b[31mx\x1b[0m");
    BOOST_TEST(paint({.colour = true}, style::plain, "x") == "x");
}

BOOST_AUTO_TEST_CASE(clip_counts_characters_and_ends_in_an_ellipsis) {
    struct {
        char const* text;
        std::size_t characters;
        bool unicode;
        char const* clipped;
    } const cases[] = {
        {"short", 5, true, "short"},
        {"longer", 5, true, "long…"},
        {"longer", 5, false, "lo..."},
        {"größer", 5, true, "größ…"},
    };

    for (auto const& [text, characters, unicode, clipped] : cases)
        BOOST_TEST(clip(text, characters, unicode) == clipped);
}

BOOST_AUTO_TEST_CASE(an_unknown_colour_choice_is_bad_usage) {
    BOOST_TEST((parse_colour_choice("never") == colour_choice::never));
    test::require_error(errc::bad_usage, [] { return parse_colour_choice("sometimes"); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
