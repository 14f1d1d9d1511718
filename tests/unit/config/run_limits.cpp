#include <alembicore/run_limits.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore {

BOOST_AUTO_TEST_SUITE(run_limits)

BOOST_AUTO_TEST_CASE(a_duration_has_a_unit) {
    BOOST_TEST(parse_duration("500ms").value().count() == 500);
    BOOST_TEST(parse_duration("5s").value().count() == 5000);
    BOOST_TEST(parse_duration("2min").value().count() == 120'000);
    BOOST_TEST(parse_duration("1h").value().count() == 3'600'000);
    BOOST_TEST(parse_duration("0").value().count() == 0);
    for (auto const* text : {"", "5", "-1s", "s", "5 s", "5seconds", "1.5s", "+5s", "0x5s", "99999999999h", "25d"})
        BOOST_TEST(!parse_duration(text), text);
}

BOOST_AUTO_TEST_CASE(the_longest_duration_is_the_servers) {
    BOOST_TEST(parse_duration("2147483647ms").has_value());
    BOOST_TEST(!parse_duration("2147483648ms"));
    BOOST_TEST(!parse_duration("2147484s"));
}

BOOST_AUTO_TEST_CASE(policies_have_the_names_that_people_write) {
    BOOST_TEST((parse_blocker_policy("give-up") == blocker_policy::give_up));
    BOOST_TEST((parse_blocker_policy("terminate") == blocker_policy::terminate));
    BOOST_TEST(!parse_blocker_policy("give_up"));
}

BOOST_AUTO_TEST_CASE(what_is_said_nearer_goes_first) {
    using std::chrono::milliseconds;
    auto const both = overridden(
        {.lock_timeout = milliseconds{1}, .statement_timeout = milliseconds{2}},
        {.lock_timeout = milliseconds{3}, .statement_timeout = {}}
    );
    BOOST_TEST(both.lock_timeout.value().count() == 3);
    BOOST_TEST(both.statement_timeout.value().count() == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
