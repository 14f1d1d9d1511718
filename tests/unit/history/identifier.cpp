#include "history/identifier.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace alembicore::history {

BOOST_AUTO_TEST_SUITE(identifier)

BOOST_AUTO_TEST_CASE(relative_identifiers_have_a_label_a_word_and_an_offset) {
    struct {
        std::string_view text, label, word, offset;
        long steps;
    } const cases[]{
        {"+1", "", "", "+1", 1},
        {"-12", "", "", "-12", -12},
        {"ab_1+2", "", "ab_1", "+2", 2},
        {"x@+1", "x", "", "+1", 1},
        {"x@rev-3", "x", "rev", "-3", -3},
        {"a@b@rev-3", "a@b", "rev", "-3", -3},
        {"my-branch@+2", "my-branch", "", "+2", 2},
        {"rev+1 and more", "", "rev", "+1", 1},
        {"a-2b@head", "", "a", "-2", -2},
        {"caf\xC3\xA9+1", "", "caf\xC3\xA9", "+1", 1},
        {"+99999999999999999999", "", "", "+99999999999999999999", 1'000'000'000},
    };
    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.text) {
            auto const parsed = parse_relative(each.text);
            BOOST_REQUIRE(parsed.has_value());
            BOOST_TEST(parsed->label == each.label);
            BOOST_TEST(parsed->word == each.word);
            BOOST_TEST(parsed->offset == each.offset);
            BOOST_TEST(parsed->steps == each.steps);
        }
}

BOOST_AUTO_TEST_CASE(other_identifiers_are_absolute) {
    for (auto const* text : {"", "abc", "x@abc", "head", "a-b", "a.b+1", "@+1", "+", "rev+", "x@"})
        BOOST_TEST_CONTEXT(text) BOOST_TEST(!parse_relative(text).has_value());
}

BOOST_AUTO_TEST_CASE(labels_are_split_off_at_the_first_or_the_last_at_sign) {
    BOOST_TEST(split_at_first("a@b@c").label == "a");
    BOOST_TEST(split_at_first("a@b@c").rest == "b@c");
    BOOST_TEST(split_at_last("a@b@c").label == "a@b");
    BOOST_TEST(split_at_last("a@b@c").rest == "c");
    BOOST_TEST(split_at_last("abc").label.empty());
    BOOST_TEST(split_at_first("abc").rest == "abc");
}

BOOST_AUTO_TEST_CASE(only_whole_negative_numbers_count_down_from_the_heads) {
    BOOST_TEST(parse_below_heads("-3").value_or(0) == -3);
    for (auto const* text : {"3", "+3", "-0", "-", "-3x", "--3", "", "a-3"})
        BOOST_TEST_CONTEXT(text) BOOST_TEST(!parse_below_heads(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::history
