#include "script/reparent.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

namespace {

std::string file_with(std::string const& assignment, std::string const& revises = "a1") {
    return "\"\"\"add users\n\nRevision ID: b2\nRevises: " + revises + "\nCreate Date: 2024-01-01\n\n\"\"\"\n" +
           "from alembic import op\n\nrevision = 'b2'\n" + assignment +
           "\nbranch_labels = None\n\n\ndef upgrade():\n    down_revision = 'a1'\n\n\ndef downgrade():\n    pass\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(reparenting)

BOOST_AUTO_TEST_CASE(changes_the_assignment_and_the_docstring_and_nothing_else) {
    struct {
        char const* before;
        char const* after;
    } const cases[] = {
        {"down_revision = 'a1'", "down_revision = 'c3'"},
        {"down_revision = \"a1\"  # the first", "down_revision = \"c3\"  # the first"},
        {"down_revision: Union[str, None] = 'a1'", "down_revision: Union[str, None] = 'c3'"},
        {"down_revision='a1'", "down_revision='c3'"},
    };

    for (auto const& [before, after] : cases)
        BOOST_TEST(with_parent("b2.py", file_with(before), "c3") == file_with(after, "c3"));
    BOOST_TEST(
        with_parent("b2.py", file_with("down_revision = None", ""), "c3") == file_with("down_revision = 'c3'", "c3")
    );
}

BOOST_AUTO_TEST_CASE(leaves_a_docstring_that_says_something_else) {
    BOOST_TEST(
        with_parent("b2.py", file_with("down_revision = 'a1'", "another"), "c3") ==
        file_with("down_revision = 'c3'", "another")
    );
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_plain) {
    for (auto const* assignment :
         {"down_revision = ('a1', 'a2')",
          "down_revision = ('a1')",
          "down_revision = 'a' '1'",
          "down_revision = \\\n    'a1'",
          "down_revision = 'a1'; depends_on = None",
          "x = down_revision = 'a1'"})
        BOOST_TEST_CONTEXT(assignment) {
            test::require_error(errc::not_available, [&] { return with_parent("b2.py", file_with(assignment), "c3"); });
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
