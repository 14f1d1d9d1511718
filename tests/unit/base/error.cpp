#include <alembicore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace alembicore {

BOOST_AUTO_TEST_SUITE(error_text)

BOOST_AUTO_TEST_CASE(every_code_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(errc::internal); ++code)
        BOOST_TEST(names.insert(name_of(static_cast<errc>(code))).second);
    BOOST_TEST(name_of(errc::internal) == "internal");
    BOOST_TEST(name_of(errc::unknown_parent) == "unknown_parent");
}

BOOST_AUTO_TEST_CASE(the_caret_stands_under_the_place_after_tabs_and_wide_text) {
    error_info info;
    info.message = "no such name";
    info.place = source_place{.file = "a.py", .line = 3, .column = 4, .excerpt = "\t\xC3\xA9 x"};
    info.remedy = "define x";
    BOOST_TEST(describe(info) == "no such name\n  at a.py:3:4\n    \t\xC3\xA9 x\n    \t  ^\n  fix: define x");
}

BOOST_AUTO_TEST_CASE(server_fields_are_shown_when_they_are_there) {
    error_info info;
    info.message = "statement failed";
    info.server = server_message{};
    info.server->severity = "ERROR";
    info.server->sqlstate = "42P07";
    info.server->message = "relation \"t\" already exists";
    info.server->position = 14;
    BOOST_TEST(
        describe(info) == "statement failed\n  server: ERROR 42P07: relation \"t\" already exists\n"
                          "  position: character 14 of the statement"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
