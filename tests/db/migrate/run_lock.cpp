#include "migrate/run_lock.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/database.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <thread>

namespace alembicore::migrate {

namespace {

/// A database, and two sessions that both want to run.
struct two_runs {
    test::temporary_database database;
    postgres::connection first{database.url()};
    postgres::connection second{database.url()};

    [[nodiscard]] std::optional<lock_holder> holder() const {
        auto looking = alembicore::database::connect(database.url());
        return run_lock_holder(looking);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(one_run_at_a_time)

BOOST_AUTO_TEST_CASE(the_holder_is_named_while_it_holds) {
    two_runs at;
    BOOST_TEST(!at.holder());
    {
        run_lock const held{at.first, {}};
        auto const holder = at.holder();
        BOOST_REQUIRE(holder.has_value());
        BOOST_TEST(holder->pid == at.first.backend());
        BOOST_TEST(holder->application == "alembicore");
        BOOST_TEST(holder->state == "idle");
        BOOST_TEST(holder->connected.count() >= 0);
        BOOST_TEST(!holder->connected_since.empty());
    }
    BOOST_TEST(!at.holder());
    run_lock const again{at.second, {}};
}

BOOST_AUTO_TEST_CASE(databases_of_one_server_do_not_wait_for_each_other) {
    two_runs one;
    two_runs other;
    run_lock const held{one.first, {}};
    run_lock const beside{other.first, {}};
    BOOST_TEST(other.holder().value().pid == other.first.backend());
}

BOOST_AUTO_TEST_CASE(who_has_waited_long_enough_learns_who_holds_it) {
    two_runs at;
    run_lock const held{at.first, {}};
    std::vector<lock_awaited> told;
    lock_wishes const wishes{
        .patience = std::chrono::seconds{1},
        .events = [&](event const& happened) { told.push_back(std::get<lock_awaited>(happened)); },
        .stop = {}};
    auto const info = test::require_error(errc::run_locked, [&] { return run_lock{at.second, wishes}, true; });
    BOOST_TEST(info.retryable);
    BOOST_TEST(info.reason.starts_with("session " + std::to_string(at.first.backend()) + " of "), info.reason);
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(told.front().holder.pid == at.first.backend());
    BOOST_TEST(told.front().patience.count() == 1'000'000);
    BOOST_TEST(at.second.execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_waiting) {
    two_runs at;
    run_lock const held{at.first, {}};
    std::stop_source stop;
    lock_wishes const wishes{
        .patience = std::chrono::seconds{60},
        .events = [&](event const&) { stop.request_stop(); },
        .stop = stop.get_token()};
    test::require_error(errc::cancelled, [&] { return run_lock{at.second, wishes}, true; });
}

BOOST_AUTO_TEST_CASE(a_dead_holder_leaves_nothing_behind) {
    two_runs at;
    run_lock const held{at.first, {}};
    lock_wishes const wishes{
        .patience = std::chrono::seconds{60},
        .events =
            [&](event const& happened) {
                auto const pid = std::get<lock_awaited>(happened).holder.pid;
                postgres::connection{at.database.url()}.execute(
                    "SELECT pg_terminate_backend(" + std::to_string(pid) + ")"
                );
            },
        .stop = {}};
    run_lock const taken{at.second, wishes};
    BOOST_TEST(at.holder().value().pid == at.second.backend());
}

BOOST_AUTO_TEST_CASE(who_waits_is_in_nobodys_way) {
    two_runs at;
    at.first.execute("CREATE TABLE t (x int)");
    std::jthread waiting;
    {
        run_lock const held{at.first, {}};
        waiting = std::jthread{[&] {
            run_lock const later{at.second, {.patience = std::chrono::seconds{60}, .events = {}, .stop = {}}};
            at.second.execute("INSERT INTO t VALUES (1)");
        }};
        at.first.execute("SET statement_timeout = '30s'");
        for (int i = 0; i < 5; ++i)
            at.first.execute("CREATE INDEX CONCURRENTLY i" + std::to_string(i) + " ON t (x)");
    }
    waiting.join();
    BOOST_TEST(at.database.ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
    BOOST_TEST(at.database.ask("SELECT count(*) FROM t") == "1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
