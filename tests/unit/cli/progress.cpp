#include "progress.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace alembicore::cli {

namespace {

step make_step(direction kind, std::vector<std::string> from, std::vector<std::string> to, std::string doc) {
    step made;
    made.kind = kind;
    made.from = std::move(from);
    made.to = std::move(to);
    made.doc = std::move(doc);
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(running_lines_are_those_of_alembic) {
    struct {
        step begun;
        char const* line;
    } const cases[] = {
        {make_step(direction::upgrade, {}, {"a1"}, "first"), "Running upgrade  -> a1, first"},
        {make_step(direction::upgrade, {"b", "c"}, {"m"}, ""), "Running upgrade b, c -> m"},
        {make_step(direction::downgrade, {"a1"}, {}, "first"), "Running downgrade a1 -> , first"},
        {make_step(direction::stamp, {}, {"a1"}, "first"), "Running stamp_revision  -> a1"},
    };

    for (auto const& [begun, line] : cases)
        BOOST_TEST(render_running(begun) == line);
}

BOOST_AUTO_TEST_CASE(elapsed_times_have_a_unit_that_fits) {
    struct {
        std::chrono::microseconds elapsed;
        char const* text;
    } const cases[] = {
        {std::chrono::microseconds{850}, "850 µs"},
        {std::chrono::milliseconds{12}, "12 ms"},
        {std::chrono::milliseconds{3400}, "3.4 s"},
        {std::chrono::seconds{125}, "2 min 5 s"},
    };

    for (auto const& [elapsed, text] : cases)
        BOOST_TEST(render_elapsed(elapsed) == text);
}

namespace {

std::string shown_for(terminal const& look, bool quiet) {
    std::ostringstream out;
    std::ostringstream err;
    console const shown{.out = out, .err = err, .out_look = {}, .err_look = look, .quiet = quiet};
    auto const sink = show_progress(shown);
    step const one = make_step(direction::upgrade, {"a"}, {"b"}, "second");
    server_message notice;
    notice.severity = "NOTICE";
    notice.message = "skipping";
    sink(step_started{.index = 0, .count = 1, .step = one});
    sink(notice_received{notice});
    sink(step_done{.index = 0, .step = one, .elapsed = std::chrono::milliseconds{5}, .statements = 1});
    sink(run_done{.steps = 1, .elapsed = std::chrono::milliseconds{6}});
    BOOST_TEST(out.str() == "");
    return err.str();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_pipe_gets_alembics_log_lines) {
    BOOST_TEST(
        shown_for({}, false) == "INFO  [alembic.runtime.migration] Running upgrade a -> b, second\nNOTICE: skipping\n"
    );
}

BOOST_AUTO_TEST_CASE(a_terminal_gets_one_line_per_step_that_is_finished_in_place) {
    BOOST_TEST(
        shown_for({.interactive = true, .width = 80}, false) == "\r\x1b[Ko upgrade a -> b, second"
                                                                "\r\x1b[K  NOTICE: skipping\n"
                                                                "\r\x1b[Ko upgrade a -> b, second"
                                                                "\r\x1b[Kx upgrade a -> b, second  5 ms\n"
                                                                "1 step in 6 ms\n"
    );
}

BOOST_AUTO_TEST_CASE(the_line_of_a_step_that_failed_is_finished) {
    std::ostringstream out;
    std::ostringstream err;
    terminal const look{.interactive = true, .width = 80};
    console const shown{.out = out, .err = err, .out_look = {}, .err_look = look};
    show_progress(shown)(step_started{.index = 0, .count = 1, .step = make_step(direction::upgrade, {}, {"a"}, "")});
    BOOST_TEST(err.str() == "\r\x1b[Ko upgrade  -> a\r\x1b[K! upgrade  -> a\n");
}

BOOST_AUTO_TEST_CASE(quiet_shows_nothing) {
    BOOST_TEST(shown_for({}, true) == "");
    BOOST_TEST(shown_for({.interactive = true, .width = 80}, true) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
