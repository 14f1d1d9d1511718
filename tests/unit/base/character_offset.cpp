#include "base/character_offset.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::base {

BOOST_AUTO_TEST_SUITE(character_offset)

BOOST_AUTO_TEST_CASE(characters_are_counted_in_utf8) {
    BOOST_TEST(offset_of_character("aäb", 2) == 3U);
    BOOST_TEST(offset_of_character("aäb", 0) == 0U);
    BOOST_TEST(offset_of_character("aäb", 9) == 4U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::base
