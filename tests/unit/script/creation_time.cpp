#include "script/creation_time.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

namespace {

/// 2024-07-01 10:20:30.000123 UTC
constexpr instant summer{std::chrono::microseconds{1'719'829'230'000'123}};

} // namespace

BOOST_AUTO_TEST_SUITE(creation_time_text)

BOOST_AUTO_TEST_CASE(zones_give_their_own_time_with_its_offset) {
    struct {
        char const* zone;
        char const* text;
    } const cases[] = {
        {"UTC", "2024-07-01 10:20:30.000123+00:00"},
        {"utc", "2024-07-01 10:20:30.000123+00:00"},
        {"Europe/Berlin", "2024-07-01 12:20:30.000123+02:00"},
        {"America/St_Johns", "2024-07-01 07:50:30.000123-02:30"},
        {"Asia/Kathmandu", "2024-07-01 16:05:30.000123+05:45"},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.zone) BOOST_TEST(render(creation_time_at(summer, c.zone)) == c.text);
    BOOST_TEST(creation_time_at(summer, "Asia/Kathmandu").epoch == 1'719'829'230);
}

BOOST_AUTO_TEST_CASE(local_time_has_no_offset) {
    std::string const text = render(creation_time_at(summer, {}));
    BOOST_TEST(text.size() == std::string{"2024-07-01 10:20:30.000123"}.size());
}

BOOST_AUTO_TEST_CASE(whole_seconds_have_no_fraction) {
    instant const whole{std::chrono::microseconds{1'719'829'230'000'000}};
    BOOST_TEST(render(creation_time_at(whole, "UTC")) == "2024-07-01 10:20:30+00:00");
}

BOOST_AUTO_TEST_CASE(a_zone_that_is_not_there_is_refused) {
    for (std::string const name : {"Europe/Atlantis", "../etc/passwd", "/etc/localtime"})
        BOOST_TEST_CONTEXT(name)
    test::require_error(errc::bad_configuration, [&] { return creation_time_at(summer, name); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
