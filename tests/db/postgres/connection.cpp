#include "postgres/connection.hpp"

#include "postgres/transaction.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/database.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

#include <stdlib.h>

namespace alembicore::postgres {

namespace {

using namespace std::chrono_literals;

test::temporary_cluster& cluster() {
    return test::temporary_cluster::shared();
}

/// A second connection sees the first one run something that takes long.
void wait_until_running(std::string const& query) {
    connection watcher{cluster().url("postgres")};
    for (int attempt = 0; attempt < 500; ++attempt) {
        auto const found =
            watcher.execute("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = $1", {query});
        if (found.row_count() > 0)
            return;
        std::this_thread::sleep_for(10ms);
    }
    BOOST_FAIL("never ran: " << query);
}

} // namespace

BOOST_AUTO_TEST_SUITE(statements)

BOOST_AUTO_TEST_CASE(rows_are_text_and_null_is_no_text) {
    connection opened{cluster().url("postgres")};
    auto const rows = opened.execute("SELECT 7, NULL, '' UNION ALL SELECT 8, 'b', 'c' ORDER BY 1");
    BOOST_TEST(rows.row_count() == 2U);
    BOOST_TEST(rows.column_count() == 3U);
    BOOST_TEST(rows.value(0, 0).value() == "7");
    BOOST_TEST(!rows.value(0, 1).has_value());
    BOOST_TEST(rows.value(0, 2).value().empty());
    BOOST_TEST(rows.value(1, 1).value() == "b");
}

BOOST_AUTO_TEST_CASE(parameters_are_values_and_never_sql) {
    connection opened{cluster().url("postgres")};
    auto const rows = opened.execute("SELECT $1::text, $2::text", {"'; DROP TABLE t; --", std::nullopt});
    BOOST_TEST(rows.value(0, 0).value() == "'; DROP TABLE t; --");
    BOOST_TEST(!rows.value(0, 1).has_value());
}

BOOST_AUTO_TEST_CASE(one_text_may_hold_several_statements_and_the_last_ones_count_is_given) {
    connection opened{cluster().url("postgres")};
    auto const done =
        opened.execute("CREATE TEMP TABLE t (x int); INSERT INTO t VALUES (1), (2), (3); UPDATE t SET x = 0 WHERE x > 1"
        );
    BOOST_TEST(done.affected() == 2U);
    BOOST_TEST(done.command() == "UPDATE 2");
    BOOST_TEST(opened.execute("-- nothing\n").affected() == 0U);
}

BOOST_AUTO_TEST_CASE(a_failed_statement_tells_all_that_the_server_tells) {
    connection opened{cluster().url("postgres")};
    opened.execute("CREATE TEMP TABLE t (x int CONSTRAINT positive CHECK (x > 0))");
    auto const violated =
        test::require_error(errc::statement_failed, [&] { return opened.execute("INSERT INTO t VALUES (-1)"); });
    BOOST_TEST(violated.server.value().sqlstate == "23514");
    BOOST_TEST(violated.server.value().constraint == "positive");
    BOOST_TEST(violated.server.value().table == "t");
    BOOST_TEST(!violated.server.value().detail.empty());
    auto const misspelt = test::require_error(errc::statement_failed, [&] { return opened.execute("SELECT  nope"); });
    BOOST_TEST(misspelt.server.value().position == 9U);
    BOOST_TEST(misspelt.statement == "SELECT  nope");
    BOOST_TEST(opened.execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_context_within_a_function_is_told) {
    connection opened{cluster().url("postgres")};
    auto const info = test::require_error(errc::statement_failed, [&] {
        return opened.execute("DO $$ BEGIN RAISE EXCEPTION 'no' USING HINT = 'try'; END $$");
    });
    BOOST_TEST(info.server.value().hint == "try");
    BOOST_TEST(info.server.value().context.find("inline_code_block") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(copy_to_or_from_the_client_is_refused_and_the_connection_stays_good) {
    connection opened{cluster().url("postgres")};
    opened.execute("CREATE TEMP TABLE t (x int)");
    test::require_error(errc::statement_failed, [&] { return opened.execute("COPY t FROM STDIN"); });
    test::require_error(errc::statement_failed, [&] {
        return opened.execute("COPY (SELECT * FROM generate_series(1, 100000)) TO STDOUT");
    });
    BOOST_TEST(opened.execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_nul_character_is_refused_instead_of_cutting_the_statement) {
    connection opened{cluster().url("postgres")};
    using namespace std::string_literals;
    test::require_error(errc::statement_failed, [&] { return opened.execute("SELECT 1\0; SELECT 2"s); });
}

BOOST_AUTO_TEST_CASE(large_statements_and_results_pass) {
    connection opened{cluster().url("postgres")};
    std::string const text(20U << 20U, 'x');
    BOOST_TEST((opened.execute("SELECT '" + text + "'").value(0, 0).value() == text));
}

BOOST_AUTO_TEST_CASE(notices_arrive_while_the_statement_runs) {
    connection opened{cluster().url("postgres")};
    std::vector<std::string> heard;
    opened.on_notice([&](server_message const& notice) { heard.push_back(notice.severity + " " + notice.message); });
    opened.execute("DO $$ BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two'; END $$");
    BOOST_TEST(heard == (std::vector<std::string>{"NOTICE one", "WARNING two"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_notice_sink_throws_comes_out_of_execute) {
    connection opened{cluster().url("postgres")};
    opened.on_notice([](server_message const&) { throw std::runtime_error{"enough"}; });
    BOOST_CHECK_THROW(opened.execute("DO $$ BEGIN RAISE NOTICE 'one'; END $$"), std::runtime_error);
    BOOST_TEST(opened.execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_not_committed_is_rolled_back) {
    test::temporary_database const database;
    connection opened{database.url()};
    {
        transaction left{opened};
        opened.execute("CREATE TABLE gone (x int)");
    }
    transaction kept{opened};
    opened.execute("CREATE TABLE kept (x int)");
    kept.commit();
    BOOST_TEST(!opened.in_transaction());
    BOOST_TEST(database.ask("SELECT relname FROM pg_class WHERE relname IN ('gone', 'kept')") == "kept");
}

BOOST_AUTO_TEST_CASE(a_commit_that_the_server_turns_into_a_rollback_is_an_error) {
    connection opened{cluster().url("postgres")};
    transaction broken{opened};
    test::require_error(errc::statement_failed, [&] { return opened.execute("SELECT nope"); });
    test::require_error(errc::statement_failed, [&] {
        broken.commit();
        return 0;
    });
}

BOOST_AUTO_TEST_CASE(a_read_only_database_is_named_as_such) {
    connection opened{cluster().url("postgres")};
    opened.execute("SET default_transaction_read_only = on");
    auto const info =
        test::require_error(errc::read_only_database, [&] { return opened.execute("CREATE TABLE t (x int)"); });
    BOOST_TEST(!info.remedy.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(cancelling)

BOOST_AUTO_TEST_CASE(a_stop_request_cancels_what_runs_and_the_connection_stays_good) {
    connection opened{cluster().url("postgres")};
    std::stop_source source;
    std::jthread const stopper{[&] {
        wait_until_running("SELECT pg_sleep(60)");
        source.request_stop();
    }};
    auto const info =
        test::require_error(errc::cancelled, [&] { return opened.execute("SELECT pg_sleep(60)", source.get_token()); });
    BOOST_TEST(info.connection_usable);
    BOOST_TEST(opened.execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(after_a_stop_request_nothing_is_sent) {
    connection opened{cluster().url("postgres")};
    std::stop_source source;
    source.request_stop();
    test::require_error(errc::cancelled, [&] {
        return opened.execute("CREATE TEMP TABLE t (x int)", source.get_token());
    });
    test::require_error(errc::statement_failed, [&] { return opened.execute("SELECT * FROM t"); });
}

BOOST_AUTO_TEST_CASE(a_stop_request_at_any_moment_ends_the_statement) {
    connection opened{cluster().url("postgres")};
    for (auto const delay : {0us, 20us, 50us, 100us, 200us, 500us, 1000us})
        BOOST_TEST_CONTEXT(delay.count()) {
            std::stop_source source;
            std::jthread const stopper{[&] {
                std::this_thread::sleep_for(delay);
                source.request_stop();
            }};
            test::require_error(errc::cancelled, [&] {
                return opened.execute("SELECT pg_sleep(61)", source.get_token());
            });
            BOOST_TEST(opened.execute("SELECT 1").row_count() == 1U);
        }
}

BOOST_AUTO_TEST_CASE(a_database_can_be_cancelled_from_another_thread) {
    auto opened = database::connect(cluster().url("postgres"));
    std::jthread const canceller{[&] {
        wait_until_running("SELECT pg_sleep(62)");
        opened.cancel();
    }};
    test::require_error(errc::cancelled, [&] { return opened.connection().execute("SELECT pg_sleep(62)"); });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(connecting)

BOOST_AUTO_TEST_CASE(version_and_masked_address_are_known) {
    auto const opened = database::connect(cluster().tcp_url("postgres", cluster().password()));
    BOOST_TEST(opened.server_version().find_first_not_of("0123456789.") == std::string::npos);
    BOOST_TEST(opened.masked_url().find(cluster().password()) == std::string::npos);
    BOOST_TEST(opened.masked_url().find("127.0.0.1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_connection_is_made_while_something_else_is_done) {
    pending_database first{cluster().url("postgres")};
    pending_database second{cluster().tcp_url("postgres", cluster().password())};
    auto second_opened = std::move(second).wait();
    auto first_opened = std::move(first).wait();
    BOOST_TEST(first_opened.connection().execute("SELECT 1").row_count() == 1U);
    BOOST_TEST(second_opened.connection().execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(what_fails_while_connecting_is_told_by_the_one_who_waits) {
    {
        pending_database const given_up; // ends its thread
    }
    pending_database prepared;
    prepared.begin(cluster().url("postgres"));
    BOOST_TEST(!std::move(prepared).wait().server_version().empty());
    pending_database refused{cluster().tcp_url("postgres", "wrong")};
    test::require_error(errc::authentication_failed, [&] { return std::move(refused).wait(); });
    pending_database nobody{parse_database_url("postgresql://a@127.0.0.1:1/a")};
    test::require_error(errc::connection_failed, [&] { return std::move(nobody).wait(); });
}

BOOST_AUTO_TEST_CASE(we_are_known_to_the_server_by_our_name) {
    connection opened{cluster().url("postgres")};
    BOOST_TEST(opened.execute("SHOW application_name").first_column().front() == "alembicore");
    BOOST_TEST(opened.execute("SHOW client_encoding").first_column().front() == "UTF8");
}

BOOST_AUTO_TEST_CASE(what_the_url_leaves_out_comes_from_the_environment) {
    ::setenv("PGPASSWORD", cluster().password().c_str(), 1);
    ::setenv("PGAPPNAME", "theirs", 1);
    connection opened{cluster().tcp_url("postgres", "")};
    ::unsetenv("PGPASSWORD");
    ::unsetenv("PGAPPNAME");
    BOOST_TEST(opened.execute("SHOW application_name").first_column().front() == "theirs");
}

BOOST_AUTO_TEST_CASE(a_wrong_or_missing_password_is_an_authentication_failure_that_does_not_show_it) {
    for (auto const* password : {"wrong-s3cret", ""})
        BOOST_TEST_CONTEXT(password) {
            auto const info = test::require_error(errc::authentication_failed, [&] {
                return connection{cluster().tcp_url("postgres", password)}.usable();
            });
            BOOST_TEST(describe(info).find("s3cret") == std::string::npos);
            BOOST_TEST(!info.remedy.empty());
            BOOST_TEST(!info.retryable);
        }
}

BOOST_AUTO_TEST_CASE(a_database_that_is_not_there_is_named) {
    auto const info =
        test::require_error(errc::connection_failed, [&] { return connection{cluster().url("nowhere")}.usable(); });
    BOOST_TEST(info.server.value().sqlstate == "3D000");
    BOOST_TEST(info.server.value().message.find("nowhere") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_down_is_a_connection_failure_worth_retrying) {
    auto url = cluster().tcp_url("postgres", "s3cret");
    url.parameters[1].second = "1"; // nobody listens on port 1
    auto const info = test::require_error(errc::connection_failed, [&] { return connection{url}.usable(); });
    BOOST_TEST(info.retryable);
    BOOST_TEST(info.reason.find("refused") != std::string::npos);
    BOOST_TEST(describe(info).find("s3cret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_host_that_has_no_address_is_a_connection_failure) {
    auto url = cluster().url("postgres");
    url.parameters[0].second = "no-such-host.invalid";
    auto const info = test::require_error(errc::connection_failed, [&] { return connection{url}.usable(); });
    BOOST_TEST(info.reason.find("no-such-host.invalid") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_refuses_further_connections_says_so) {
    test::temporary_database const database;
    database_url const url = database.url();
    connection{cluster().url("postgres")}.execute(
        "ALTER DATABASE " + database.name() + " WITH ALLOW_CONNECTIONS false"
    );
    auto const info = test::require_error(errc::connection_failed, [&] { return connection{url}.usable(); });
    BOOST_TEST(info.server.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::postgres
