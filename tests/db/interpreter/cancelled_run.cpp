// Stopping Alembic in the middle.
#include "alembic_project.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace alembicore::test {

namespace {

using namespace std::chrono_literals;

/// Stops 100 ms after the statement or step of a kind began.
struct stopper {
    std::stop_source source;
    std::jthread later;

    void operator()() {
        later = std::jthread{[this] {
            std::this_thread::sleep_for(100ms);
            source.request_stop();
        }};
    }
};

/// How many are left; one that ends takes a moment to go.
std::string sessions(alembic_project const& of) {
    std::string count;
    for (int waits = 0; waits < 50 && count != "0"; ++waits) {
        if (waits != 0)
            std::this_thread::sleep_for(100ms);
        count = of.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                       "pg_backend_pid()");
    }
    return count;
}

std::chrono::seconds elapsed_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun);
}

body const table{.upgrade = "op.create_table('t', sa.Column('id', sa.Integer()))", .downgrade = "pass", .head = {}};

} // namespace

BOOST_AUTO_TEST_SUITE(cancelled_python_run)

BOOST_AUTO_TEST_CASE(a_statement_is_cancelled_on_the_server) {
    alembic_project project{{table, {.upgrade = "op.execute('SELECT pg_sleep(60)')", .downgrade = "pass", .head = {}}}};
    stopper stop;
    project.listener = [&](event const& happened) {
        auto const* const started = std::get_if<statement_started>(&happened);
        if (started != nullptr && started->revision == "r2")
            stop();
    };
    auto options = with_python();
    options.stop = stop.source.get_token();
    auto const begun = std::chrono::steady_clock::now();
    auto const info = project.fail(errc::cancelled, options);
    BOOST_TEST(elapsed_since(begun).count() < 20);
    BOOST_TEST(info.message == "stopped by request");
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.database_state == "the transaction was rolled back: the database is as before, at base");
    BOOST_TEST(project.tables().empty());
    BOOST_TEST(sessions(project) == "0");
}

BOOST_AUTO_TEST_CASE(python_that_computes_is_interrupted) {
    alembic_project project{{{.upgrade = "while True:\n    pass", .downgrade = "pass", .head = {}}}};
    stopper stop;
    project.listener = [&](event const& happened) {
        if (std::holds_alternative<step_started>(happened))
            stop();
    };
    auto options = with_python();
    options.stop = stop.source.get_token();
    project.fail(errc::cancelled, options);
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(python_that_will_not_stop_is_killed) {
    alembic_project project{{
        table,
        {.upgrade = "signal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('deaf')\nwhile True:\n    time.sleep(1)",
         .downgrade = "pass",
         .head = "import signal\nimport time\n"},
    }};
    stopper stop;
    project.listener = [&](event const& happened) {
        auto const* const line = std::get_if<log_received>(&happened);
        if (line != nullptr && line->message == "deaf")
            stop();
    };
    auto options = with_python();
    options.stop = stop.source.get_token();
    auto const info = project.fail(errc::cancelled, options);
    BOOST_TEST(info.database_state == "the transaction was rolled back: the database is as before, at base");
    BOOST_TEST(sessions(project) == "0");
}

BOOST_AUTO_TEST_CASE(a_request_before_the_start_stops_it) {
    alembic_project project{{table}};
    std::stop_source source;
    source.request_stop();
    auto options = with_python();
    options.stop = source.get_token();
    project.fail(errc::cancelled, options);
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(what_the_sink_throws_ends_the_run_and_rolls_back) {
    alembic_project project{{table, {.upgrade = "op.execute('SELECT pg_sleep(60)')", .downgrade = "pass", .head = {}}}};
    project.listener = [&](event const& happened) {
        auto const* const started = std::get_if<statement_started>(&happened);
        if (started != nullptr && started->revision == "r2")
            throw std::runtime_error("enough");
    };
    BOOST_CHECK_THROW(project.upgrade(with_python()), std::runtime_error);
    BOOST_TEST(sessions(project) == "0");
    BOOST_TEST(project.tables().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
