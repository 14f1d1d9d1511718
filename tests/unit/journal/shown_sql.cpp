#include "journal/shown_sql.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore::journal {

BOOST_AUTO_TEST_SUITE(shown_statements)

BOOST_AUTO_TEST_CASE(passwords_are_left_out) {
    BOOST_TEST(
        shown_sql("CREATE ROLE a LOGIN PASSWORD 'se''cret' VALID UNTIL 'x'") ==
        "CREATE ROLE a LOGIN PASSWORD '***' VALID UNTIL 'x'"
    );
    BOOST_TEST(shown_sql("ALTER ROLE a password\n  E'a\\'b'") == "ALTER ROLE a password '***'");
    BOOST_TEST(shown_sql("ALTER ROLE a PASSWORD 'never ends") == "ALTER ROLE a PASSWORD '***'");
}

BOOST_AUTO_TEST_CASE(columns_of_that_name_are_shown) {
    BOOST_TEST(
        shown_sql("ALTER TABLE a ADD COLUMN password TEXT DEFAULT ''") ==
        "ALTER TABLE a ADD COLUMN password TEXT DEFAULT ''"
    );
}

BOOST_AUTO_TEST_CASE(long_ones_are_cut_between_characters) {
    std::string const letters(1999, 'x');
    BOOST_TEST(shown_sql(letters + "y") == letters + "y");
    BOOST_TEST(shown_sql(letters + "ééé") == letters + "…");
    BOOST_TEST(shown_sql(std::string(100'000, 'x')).size() == 2003U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::journal
