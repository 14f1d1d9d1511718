#include "postgres/connection.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/data.hpp>
#include <alembicore/pool.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>
#include <vector>

namespace alembicore {

using test::temporary_cluster;
using test::temporary_database;

BOOST_AUTO_TEST_SUITE(pools)

BOOST_AUTO_TEST_CASE(connections_are_shared_and_clean) {
    temporary_database const made;
    database_pool pool{made.url(), {.size = 2}};
    std::atomic<int> at_once = 0;
    std::atomic<int> most = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                pool.run([&](database& on) {
                    most = std::max<int>(most, ++at_once);
                    on.connection().execute("SELECT pg_sleep(0.02)");
                    --at_once;
                });
            });
    }
    BOOST_TEST(most == 2);
    BOOST_TEST(made.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == "3");
    pool.run([](database& on) {
        on.connection().execute("SET datestyle = 'German'; CREATE TEMPORARY TABLE left_behind (x int); BEGIN");
    });
    for (int i = 0; i < 4; ++i)
        pool.run([](database& on) {
            BOOST_TEST(!on.connection().in_transaction());
            BOOST_TEST(on.connection().execute("SHOW datestyle").first_column().front() == "ISO, MDY");
            BOOST_TEST(
                on.connection().execute("SELECT to_regclass('left_behind') IS NULL").first_column().front() == "t"
            );
        });
}

BOOST_AUTO_TEST_CASE(what_is_said_to_leave_nothing_is_not_cleaned_behind) {
    temporary_database const made;
    database_pool pool{made.url(), {.size = 1}};
    auto const date_style = [](database& on) {
        return on.connection().execute("SHOW datestyle").first_column().front();
    };
    pool.run([](database& on) { on.connection().execute("SET datestyle = 'German'"); }, {}, session_use::nothing);
    pool.run([&](database& on) { BOOST_TEST(date_style(on) == "German, DMY"); });
    pool.run([&](database& on) { BOOST_TEST(date_style(on) == "ISO, MDY"); });
    // What fails is cleaned, whatever it said.
    BOOST_CHECK_THROW(
        pool.run(
            [](database& on) { on.connection().execute("SET datestyle = 'German'; SELECT 1/0"); },
            {},
            session_use::nothing
        ),
        error
    );
    pool.run([&](database& on) { BOOST_TEST(date_style(on) == "ISO, MDY"); });
    auto const use = pool.use();
    BOOST_TEST(use.size == 1U);
    BOOST_TEST(use.used == 0U);
    BOOST_TEST(use.idle == 1U);
}

BOOST_AUTO_TEST_CASE(what_a_request_throws_comes_out_and_nothing_is_run_twice) {
    temporary_database const made;
    database_pool pool{made.url(), {.size = 1}};
    int runs = 0;
    test::require_error(errc::connection_lost, [&] {
        pool.run([&](database& on) {
            ++runs;
            on.connection().execute("SELECT pg_terminate_backend(pg_backend_pid())");
        });
        return 0;
    });
    test::require_error(errc::connection_lost, [&] {
        pool.run([&](database& on) {
            ++runs;
            on.connection().execute("BEGIN");
            on.connection().execute("SELECT pg_terminate_backend(pg_backend_pid())");
        });
        return 0;
    });
    BOOST_TEST(runs == 2);
    test::require_error(errc::statement_failed, [&] {
        pool.run([&](database& on) { on.connection().execute("SELECT 1 / 0"); });
        return 0;
    });
    pool.run([&](database&) { ++runs; });
    BOOST_TEST(runs == 3);
}

BOOST_AUTO_TEST_CASE(waiting_ends) {
    temporary_database const made;
    database_pool pool{made.url(), {.size = 1, .patience = std::chrono::seconds{1}}};
    pool.run([&](database&) {
        test::require_error(errc::connection_failed, [&] {
            pool.run([](database&) {});
            return 0;
        });
        std::stop_source stop;
        stop.request_stop();
        test::require_error(errc::cancelled, [&] {
            pool.run([](database&) {}, stop.get_token());
            return 0;
        });
    });
    auto nowhere = made.url();
    nowhere.parameters.front().second = "/nowhere";
    database_pool never{nowhere};
    test::require_error(errc::connection_failed, [&] { // at once: there never was a server
        never.run([](database&) {});
        return 0;
    });
}

BOOST_AUTO_TEST_CASE(a_restart_of_the_server_loses_no_request_that_had_not_begun) {
    temporary_cluster cluster;
    temporary_database const made{cluster};
    postgres::connection{made.url()}.execute("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2)");
    database_pool pool{made.url(), {.size = 3}};
    std::atomic<bool> over = false;
    std::atomic<int> answered = 0;
    std::atomic<int> interrupted = 0;
    std::atomic<int> lost = 0;
    auto const ask = [&] {
        while (!over) {
            try {
                pool.run([&](database& on) {
                    data::access rows{on};
                    if (rows.count({"public", "t"}) == 2)
                        ++answered;
                });
            } catch (error const& failure) {
                // Only a request that was in its transaction may fail, and it is told so.
                bool const began_already =
                    failure.code() == errc::connection_lost && !failure.info().statement.starts_with("BEGIN");
                ++(began_already ? interrupted : lost);
            }
        }
    };
    auto const begun = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back(ask);
        for (auto const how : {postgres::shutdown::fast, postgres::shutdown::immediate}) {
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
            postgres::stop_cluster(cluster.folder(), how);
            std::this_thread::sleep_for(std::chrono::milliseconds{300});
            cluster.start();
            int const before = answered;
            while (answered < before + 20 && std::chrono::steady_clock::now() - begun < std::chrono::seconds{60})
                std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        over = true;
    }
    BOOST_TEST(lost == 0);
    BOOST_TEST(interrupted <= 6);
    BOOST_TEST(answered > 40);
    BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds{30}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
