#include "journal/content.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::journal {

namespace {

recorded_step sample_step() {
    recorded_step step;
    step.revision = "a1";
    step.kind = direction::downgrade;
    step.at = "2026-11-26T10:36:25.123456Z";
    step.elapsed = std::chrono::microseconds{1234};
    step.file = "a1_é.py";
    step.file_sha256 = "f";
    step.sql_sha256 = "s";
    step.statement_count = 2;
    step.statements = {{.sql = "DROP TABLE \"é\\\"", .elapsed = std::chrono::microseconds{7}, .finished = true}};
    step.notices = {"NOTICE: so"};
    return step;
}

} // namespace

BOOST_AUTO_TEST_SUITE(contents)

BOOST_AUTO_TEST_CASE(a_step_comes_back_as_it_was) {
    auto const text = render_step(sample_step());
    BOOST_TEST(text.find("\xC3") == std::string::npos);
    auto const read = parse_step(text);
    BOOST_TEST(render_step(read) == text);
    BOOST_TEST(read.file == "a1_é.py");
    BOOST_TEST((read.kind == direction::downgrade));
    BOOST_REQUIRE(read.statements.size() == 1U);
    BOOST_TEST(read.statements.front().sql == "DROP TABLE \"é\\\"");
}

BOOST_AUTO_TEST_CASE(a_run_and_its_end_come_back) {
    recorded_run run;
    run.direction = direction::stamp;
    run.target = "head";
    run.from = {"a", "b"};
    run.by = {.os_user = "o", .host = "h", .database_user = "d", .authenticated_user = "u"};
    run.engine = engine::python;
    run.fingerprint_before = "1";
    auto read = parse_start(render_start(run));
    BOOST_TEST(render_start(read) == render_start(run));
    BOOST_TEST((read.outcome == outcome::unfinished));
    run.outcome = outcome::failed;
    run.failure = recorded_failure{
        .code = "statement_failed",
        .message = "m",
        .revision = "a",
        .statement = "s",
        .sqlstate = "42P07",
        .database_state = "as before"};
    parse_end(render_end(run, "now"), read);
    BOOST_TEST((read.outcome == outcome::failed));
    BOOST_TEST(read.failure.value().sqlstate == "42P07");
    BOOST_TEST(read.failure.value().database_state == "as before");
}

BOOST_AUTO_TEST_CASE(what_nobody_has_written_is_refused) {
    for (auto const* text : {"", "[]", "{}", R"({"direction":"sideways"})"})
        test::require_error(errc::journal_altered, [&] { return parse_start(text); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::journal
