#include "migrate/schema_health.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::migrate {

BOOST_AUTO_TEST_SUITE(health_of_a_schema)

BOOST_AUTO_TEST_CASE(a_statement_that_leaves_something_unfinished_is_known) {
    BOOST_TEST(can_leave_unfinished("CREATE INDEX CONCURRENTLY ix ON t (a)"));
    BOOST_TEST(can_leave_unfinished("alter table t add check (a > 0) not /* yet */ valid"));
}

BOOST_AUTO_TEST_CASE(so_is_one_that_calls_code) {
    BOOST_TEST(can_leave_unfinished("-- by hand\nSELECT add_checks('t')"));
    BOOST_TEST(can_leave_unfinished("CALL add_checks('t')"));
    BOOST_TEST(can_leave_unfinished("DO $$ BEGIN PERFORM add_checks('t'); END $$"));
    BOOST_TEST(can_leave_unfinished("DO 'BEGIN PERFORM add_checks(); END'"));
    BOOST_TEST(can_leave_unfinished("EXECUTE prepared_check"));
}

BOOST_AUTO_TEST_CASE(plain_definitions_are_not) {
    BOOST_TEST(!can_leave_unfinished("ALTER TABLE t ADD COLUMN a INTEGER"));
    BOOST_TEST(!can_leave_unfinished("CREATE INDEX ix ON t (a)"));
    BOOST_TEST(!can_leave_unfinished("DROP DOMAIN d"));
    BOOST_TEST(!can_leave_unfinished(""));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
