#include "review/reasons.hpp"
#include "support/plans.hpp"

#include <alembicore/json.hpp>
#include <alembicore/review.hpp>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::review {

namespace {

report with_finding(std::string rule, severity how_bad) {
    report seen;
    lint::finding one;
    one.rule = std::move(rule);
    one.severity = how_bad;
    one.revision = "a";
    one.message = "something";
    seen.lint.findings.push_back(std::move(one));
    return seen;
}

report with_reasons() {
    report seen;
    seen.reasons = {"rows are gone"};
    return seen;
}

} // namespace

BOOST_AUTO_TEST_SUITE(reviewing)

BOOST_AUTO_TEST_CASE(what_is_lost_or_an_error_is_a_reason_and_a_warning_is_none) {
    BOOST_TEST(reasons_in(with_finding("B02", severity::warning)).size() == 1U);
    BOOST_TEST(reasons_in(with_finding("B02", severity::info)).empty());
    BOOST_TEST(reasons_in(with_finding("L01", severity::error)).front() == "revision a: something (L01)");
    BOOST_TEST(reasons_in(with_finding("L03", severity::warning)).empty());
    BOOST_TEST(unjudged_in(with_finding("B16", severity::info).lint).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_way_back_that_was_not_proven_is_a_reason) {
    report seen;
    seen.rehearsal.emplace();
    BOOST_TEST(reasons_in(seen).empty());
    seen.rehearsal->way_back.verdict = rehearsal::verdict::returns;
    BOOST_TEST(reasons_in(seen).empty());
    seen.rehearsal->way_back.verdict = rehearsal::verdict::differs;
    BOOST_TEST(reasons_in(seen).size() == 1U);
    seen.rehearsal->way_back.verdict = rehearsal::verdict::fails;
    BOOST_TEST(reasons_in(seen).front() == "the rehearsal could not go back");
}

BOOST_AUTO_TEST_CASE(a_person_is_asked_and_a_program_goes_on_unless_it_must_not) {
    using enum person;
    BOOST_CHECK(decide({}, consent::required, nobody) == next_move::run);
    BOOST_CHECK(decide(with_reasons(), consent::asked, present) == next_move::ask);
    BOOST_CHECK(decide(with_reasons(), consent::asked, nobody) == next_move::run);
    BOOST_CHECK(decide(with_reasons(), consent::asked, agreed) == next_move::run);
    BOOST_CHECK(decide(with_reasons(), consent::required, present) == next_move::ask);
    BOOST_CHECK(decide(with_reasons(), consent::required, nobody) == next_move::stop);
    BOOST_CHECK(decide(with_reasons(), consent::required, agreed) == next_move::run);
    BOOST_CHECK(decide(with_reasons(), consent::off, present) == next_move::run);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_judged_matters_where_agreeing_is_required) {
    report unjudged;
    unjudged.unknown = {"Python runs it"};
    BOOST_CHECK(decide(unjudged, consent::asked, person::present) == next_move::run);
    BOOST_CHECK(decide(unjudged, consent::required, person::present) == next_move::ask);
    BOOST_CHECK(decide(unjudged, consent::required, person::nobody) == next_move::stop);
}

BOOST_AUTO_TEST_CASE(a_failed_rehearsal_stops_whoever_agrees) {
    report failed;
    failed.rehearsal.emplace();
    failed.rehearsal->failure.emplace();
    BOOST_CHECK(decide(failed, consent::off, person::agreed) == next_move::stop);
}

BOOST_AUTO_TEST_CASE(only_the_plan_that_was_seen_or_its_rest_may_run) {
    report seen;
    seen.plan = test::linear_plan({}, {"a", "b"});
    std::size_t passed = 0;
    auto const sink = only_what_was_seen(seen, [&](event const&) { ++passed; });
    sink(plan_made{test::linear_plan({}, {"a", "b"})});
    sink(plan_made{test::linear_plan({"a"}, {"b"})});
    sink(run_done{});
    BOOST_TEST(passed == 3U);
    BOOST_CHECK_EXCEPTION(sink(plan_made{test::linear_plan({"b"}, {"c"})}), error, [](error const& failure) {
        return failure.code() == errc::version_mismatch && failure.info().retryable;
    });
    BOOST_TEST(passed == 3U);
}

BOOST_AUTO_TEST_CASE(a_report_is_json) {
    BOOST_TEST(
        boost::json::serialize(to_json(with_reasons())) ==
        R"({"plan":null,"lint":{"findings":[],"revisions":0,"ignored":0,"in_baseline":0},"rehearsal":null,)"
        R"("reasons":["rows are gone"],"unknown":[]})"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::review
