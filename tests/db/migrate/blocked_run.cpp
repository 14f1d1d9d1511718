// Runs whose statements wait for locks of others.
#include "migrate/lock_watch.hpp"
#include "migrate/run.hpp"
#include "support/error_checks.hpp"
#include "support/plans.hpp"
#include "support/temporary_cluster.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

namespace alembicore::migrate {

namespace {

using namespace std::chrono_literals;

/// A table that another session holds, and a run that wants to change it.
struct blocked_scenario {
    test::temporary_database database;
    postgres::connection opened{database.url()};
    postgres::connection other{database.url()};
    plan decided = test::linear_plan({}, {"a"});
    std::vector<event> told;
    std::function<void(event const&)> reaction;
    std::stop_source stop;
    blocker_policy policy = blocker_policy::wait;
    statement_limits limits;

    blocked_scenario() {
        other.execute("CREATE TABLE busy (x int)");
        other.execute("SET application_name = 'the other'; BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE");
    }

    run_result run(std::string const& statement = "ALTER TABLE busy ADD COLUMN y int") {
        run_request request{
            .decided = decided,
            .source = test::source_of({{"a", {"CREATE TABLE ta (x int)", statement}}}),
            .table = {},
            .events =
                [this](event const& happened) {
                    told.push_back(happened);
                    if (reaction)
                        reaction(happened);
                },
            .stop = stop.get_token()};
        request.limits = limits;
        request.on_blocked = policy;
        return run_plan(opened, request);
    }

    [[nodiscard]] std::vector<blocked> waits() const {
        std::vector<blocked> all;
        for (auto const& each : told)
            if (auto const* const one = std::get_if<blocked>(&each))
                all.push_back(*one);
        return all;
    }

    /// When the run is seen to wait.
    void when_blocked(std::function<void()> what) {
        reaction = [what = std::move(what)](event const& happened) {
            if (std::holds_alternative<blocked>(happened))
                what();
        };
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(blocked_run)

BOOST_AUTO_TEST_CASE(who_blocks_and_who_queues_behind_is_told) {
    blocked_scenario at;
    postgres::connection third{at.database.url()};
    std::jthread behind;
    at.when_blocked([&] { at.other.execute("COMMIT"); });
    // Asks for the table once the run waits for it.
    behind = std::jthread{[&] {
        std::this_thread::sleep_for(300ms);
        third.execute("SELECT count(*) FROM busy");
    }};
    auto const result = at.run();
    behind.join();
    BOOST_TEST(result.steps_done == 1U);
    auto const waits = at.waits();
    BOOST_REQUIRE(waits.size() == 1U);
    auto const& seen = waits.front();
    BOOST_TEST(seen.revision == "a");
    BOOST_TEST(seen.sql == "ALTER TABLE busy ADD COLUMN y int");
    BOOST_TEST(seen.relation == "public.busy");
    BOOST_TEST(seen.mode == "AccessExclusiveLock");
    BOOST_TEST(seen.waited.count() >= 1'000'000);
    BOOST_REQUIRE(seen.blockers.size() == 1U);
    BOOST_TEST(seen.blockers.front().pid == at.other.backend());
    BOOST_TEST(seen.blockers.front().application == "the other");
    BOOST_TEST(seen.blockers.front().state == "idle in transaction");
    BOOST_TEST(seen.blockers.front().in_transaction.count() > 0);
    BOOST_TEST(seen.blockers.front().statement.ends_with("LOCK TABLE busy IN ACCESS SHARE MODE"));
    BOOST_REQUIRE(seen.queue.size() == 1U);
    BOOST_TEST(seen.queue.front().pid == third.backend());
    BOOST_TEST(seen.queue.front().statement == "SELECT count(*) FROM busy");
}

BOOST_AUTO_TEST_CASE(giving_up_rolls_back_and_says_who_was_in_the_way) {
    blocked_scenario at;
    at.policy = blocker_policy::give_up;
    auto const info = test::require_error(errc::lock_not_granted, [&] { return at.run(); });
    BOOST_TEST(info.retryable);
    BOOST_TEST(info.revision == "a");
    BOOST_TEST(info.statement == "ALTER TABLE busy ADD COLUMN y int");
    BOOST_TEST(info.reason.find("session " + std::to_string(at.other.backend())) != std::string::npos, info.reason);
    BOOST_TEST(info.database_state == "the transaction was rolled back: the database is as before, at base");
    BOOST_TEST(info.connection_usable);
    BOOST_TEST(at.database.ask("SELECT to_regclass('ta') IS NULL") == "t");
    BOOST_TEST(!at.opened.in_transaction());
    BOOST_TEST(at.opened.execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_lock_timeout_says_who_was_in_the_way) {
    blocked_scenario at;
    at.limits.lock_timeout = 300ms;
    auto const info = test::require_error(errc::lock_not_granted, [&] { return at.run(); });
    BOOST_TEST(info.server.value().sqlstate == "55P03");
    BOOST_TEST(info.retryable);
    BOOST_TEST(info.reason.find("session " + std::to_string(at.other.backend())) != std::string::npos, info.reason);
    BOOST_TEST(at.opened.execute("SHOW lock_timeout").first_column().front() == "0");
}

BOOST_AUTO_TEST_CASE(terminating_ends_the_other_session) {
    blocked_scenario at;
    at.policy = blocker_policy::terminate;
    BOOST_TEST(at.run().steps_done == 1U);
    test::require_error(errc::connection_lost, [&] { return at.other.execute("SELECT 1"); });
}

BOOST_AUTO_TEST_CASE(cancelling_ends_what_the_other_runs) {
    blocked_scenario at;
    at.policy = blocker_policy::cancel;
    std::jthread const working{[&] {
        try {
            at.other.execute("SELECT pg_sleep(60)");
        } catch (error const&) {
            at.other.execute("ROLLBACK");
        }
    }};
    BOOST_TEST(at.run().steps_done == 1U);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_waiting_and_says_where) {
    blocked_scenario at;
    at.when_blocked([&] { at.stop.request_stop(); });
    auto const info = test::require_error(errc::cancelled, [&] { return at.run(); });
    BOOST_TEST(info.message == "stopped by request");
    BOOST_TEST(info.revision == "a");
    BOOST_TEST(info.statement == "ALTER TABLE busy ADD COLUMN y int");
    BOOST_TEST(info.database_state == "the transaction was rolled back: the database is as before, at base");
}

BOOST_AUTO_TEST_CASE(a_long_statement_that_waits_for_nobody_is_left_alone) {
    blocked_scenario at;
    at.policy = blocker_policy::terminate;
    at.run("SELECT pg_sleep(1.3)");
    BOOST_TEST(at.waits().empty());
    BOOST_TEST(at.other.execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(limited_run)

namespace {

struct limits_seen {
    test::temporary_database database;
    postgres::connection opened{database.url()};

    /// What `SHOW lock_timeout` says where a revision asks it: in b, and in its autocommit block, and in c.
    std::string run(statement_limits const& of_run, statement_limits const& of_b) {
        auto const note = "INSERT INTO seen VALUES (current_setting('lock_timeout'))";
        auto const decided = test::linear_plan({}, {"a", "b", "c"});
        run_request request{
            .decided = decided,
            .source = test::source_of(
                {{"a", {"CREATE TABLE seen (x text)", note}}, {"b", {note, "<", note, ">", note}}, {"c", {note}}}
            ),
            .table = {},
            .events = {},
            .stop = {}};
        request.limits = of_run;
        request.limits_of_step = [&](step const& of) { return of.revision == "b" ? of_b : statement_limits{}; };
        run_plan(opened, request);
        return database.ask("SELECT x FROM seen ORDER BY ctid") + " then " +
               std::string{opened.execute("SHOW lock_timeout").value(0, 0).value_or("")};
    }
};

std::string seen_by_revisions(statement_limits const& of_run, statement_limits const& of_b) {
    limits_seen at;
    return at.run(of_run, of_b);
}

} // namespace

BOOST_AUTO_TEST_CASE(limits_hold_for_the_run_and_a_revision_has_its_own) {
    statement_limits const five{.lock_timeout = std::chrono::seconds{5}, .statement_timeout = {}};
    statement_limits const two{.lock_timeout = std::chrono::seconds{2}, .statement_timeout = {}};
    BOOST_TEST(seen_by_revisions({}, {}) == "0,0,0,0,0 then 0");
    BOOST_TEST(seen_by_revisions(five, {}) == "5s,5s,5s,5s,5s then 0");
    BOOST_TEST(seen_by_revisions({}, two) == "0,2s,2s,2s,0 then 0");
    BOOST_TEST(seen_by_revisions(five, two) == "5s,2s,2s,2s,5s then 0");
    limits_seen with_own;
    with_own.opened.execute("SET lock_timeout = '9s'");
    BOOST_TEST(with_own.run({}, two) == "9s,2s,2s,2s,9s then 9s");
}

BOOST_AUTO_TEST_CASE(a_statement_that_takes_too_long_is_stopped) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    auto const decided = test::linear_plan({}, {"a"});
    run_request request{
        .decided = decided,
        .source = test::source_of({{"a", {"SELECT pg_sleep(30)"}}}),
        .table = {},
        .events = {},
        .stop = {}};
    request.limits.statement_timeout = std::chrono::milliseconds{100};
    auto const info = test::require_error(errc::cancelled, [&] { return run_plan(opened, request); });
    BOOST_TEST(info.server.value().sqlstate == "57014");
    BOOST_TEST(info.database_state == "the transaction was rolled back: the database is as before, at base");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
