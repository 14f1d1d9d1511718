#include "script/run_comment.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

BOOST_AUTO_TEST_SUITE(run_comments)

BOOST_AUTO_TEST_CASE(limits_stand_in_comments_of_ours) {
    auto const read = read_run_comments(
        "\"\"\"doc\"\"\"\nrevision = 'a'\n# alembicore: lock_timeout=5s, statement_timeout=10min\n", "a.py"
    );
    BOOST_TEST(read.lock_timeout.value().count() == 5000);
    BOOST_TEST(read.statement_timeout.value().count() == 600'000);
    auto const inner = read_run_comments("def upgrade():\n    #alembicore:lock_timeout=0\r\n    pass", "a.py");
    BOOST_TEST(inner.lock_timeout.value().count() == 0);
    BOOST_TEST(!inner.statement_timeout);
}

BOOST_AUTO_TEST_CASE(other_words_are_somebody_elses) {
    for (auto const* text :
         {"",
          "x = 'alembicore: lock_timeout=5s'\n",
          "# alembicore: ignore L101 lock_timeout is fine\n",
          "# about alembicore: lock_timeout=5s\n",
          "# alembicore lock_timeout=5s\n"})
        BOOST_TEST(!read_run_comments(text, "a.py").lock_timeout, text);
}

BOOST_AUTO_TEST_CASE(a_timeout_that_cannot_be_read_is_refused_with_its_place) {
    auto const info = test::require_error(errc::bad_revision_file, [] {
        return read_run_comments("x\n# alembicore: lock_timeout=5", "a.py");
    });
    BOOST_TEST(info.place.value().line == 2U);
    BOOST_TEST(info.place.value().column == 15U);
    BOOST_TEST(info.place.value().excerpt == "# alembicore: lock_timeout=5");
    test::require_error(errc::bad_revision_file, [] {
        return read_run_comments("# alembicore: locktimeout=5s", "a.py");
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
