#include "lint/ignore.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::lint {

namespace {

finding at_line(std::string const& rule, unsigned line) {
    finding made;
    made.rule = rule;
    made.place = source_place{.file = "f.py", .line = line, .column = 5, .excerpt = {}};
    return made;
}

std::string left_of(std::string const& source, std::vector<finding> const& found) {
    std::string rules;
    for (auto const& each : ignore_accepted(found, source, "f.py", {"L01", "B01", "D14", "D15"}).left)
        rules += (rules.empty() ? "" : " ") + each.rule;
    return rules;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ignore)

BOOST_AUTO_TEST_CASE(a_comment_accepts_what_is_on_its_line_or_below_it) {
    BOOST_TEST(left_of("op.x()  # alembicore: ignore L01 small\n", {at_line("L01", 1)}) == "");
    BOOST_TEST(left_of("# alembicore: ignore L01 small\n# and more\n\nop.x()\n", {at_line("L01", 4)}) == "");
    BOOST_TEST(left_of("# alembicore: ignore L01,B01 small\nop.x()\n", {at_line("L01", 2), at_line("B01", 2)}) == "");
}

BOOST_AUTO_TEST_CASE(comments_of_sql_do_the_same) {
    BOOST_TEST(left_of("-- alembicore: ignore L01 small\nCREATE INDEX i ON t (a);\n", {at_line("L01", 2)}) == "");
}

BOOST_AUTO_TEST_CASE(it_accepts_nothing_else) {
    BOOST_TEST(left_of("op.x()  # alembicore: ignore L01 small\nop.y()\n", {at_line("L01", 2)}) == "L01 D14");
    BOOST_TEST(left_of("op.x()  # alembicore: ignore L01 small\n", {at_line("B01", 1)}) == "B01 D14");
}

BOOST_AUTO_TEST_CASE(a_comment_of_the_file_accepts_all_of_it) {
    BOOST_TEST(
        left_of("# alembicore: ignore-file L01 small\n\nop.x()\n", {at_line("L01", 3), at_line("L01", 9)}) == ""
    );
}

BOOST_AUTO_TEST_CASE(a_reason_is_wanted) {
    BOOST_TEST(left_of("op.x()  # alembicore: ignore L01\n", {at_line("L01", 1)}) == "D15");
}

BOOST_AUTO_TEST_CASE(a_rule_that_was_not_asked_is_not_missed) {
    BOOST_TEST(left_of("op.x()  # alembicore: ignore N12 no view\n", {}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::lint
