#include "metrics.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server {

namespace {

bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_metrics)

BOOST_AUTO_TEST_CASE(a_bucket_holds_all_that_took_no_longer) {
    histogram times;
    times.add(std::chrono::milliseconds{1});
    times.add(std::chrono::milliseconds{40});
    times.add(std::chrono::minutes{5});
    auto const text = times.text("x", metric_label("route", "/a"));
    BOOST_TEST(holds(text, "x_bucket{route=\"/a\",le=\"0.001\"} 1\n"));
    BOOST_TEST(holds(text, "x_bucket{route=\"/a\",le=\"0.025\"} 1\n"));
    BOOST_TEST(holds(text, "x_bucket{route=\"/a\",le=\"0.05\"} 2\n"));
    BOOST_TEST(holds(text, "x_bucket{route=\"/a\",le=\"+Inf\"} 3\n"));
    BOOST_TEST(holds(text, "x_sum{route=\"/a\"} 300.041\n"));
    BOOST_TEST(holds(text, "x_count{route=\"/a\"} 3\n"));
}

BOOST_AUTO_TEST_CASE(labels_are_escaped) {
    BOOST_TEST(metric_label("a", "x\"y\\z\n") == "a=\"x\\\"y\\\\z\\n\"");
}

BOOST_AUTO_TEST_CASE(runs_count_when_they_are_over) {
    metrics counted;
    counted.run_changed({.kind = "upgrade", .state = run_state::running});
    BOOST_TEST(holds(counted.text(), "alembicore_runs_going 1\n"));
    BOOST_TEST(!holds(counted.text(), "alembicore_drift_differences"));
    counted.run_changed({.kind = "upgrade", .state = run_state::failed, .lock_waits = 2});
    counted.drift_found(3);
    auto const text = counted.text();
    BOOST_TEST(holds(text, "alembicore_runs_going 0\n"));
    BOOST_TEST(holds(text, "alembicore_runs_total{kind=\"upgrade\",state=\"failed\"} 1\n"));
    BOOST_TEST(holds(text, "alembicore_run_lock_waits_total 2\n"));
    BOOST_TEST(holds(text, "alembicore_drift_differences 3\n"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server
