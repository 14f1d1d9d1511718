#include "migrate/run.hpp"

#include "migrate/rows.hpp"
#include "support/error_checks.hpp"
#include "support/plans.hpp"
#include "support/server_under_test.hpp"
#include "support/temporary_cluster.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace alembicore::migrate {

namespace {

using namespace std::chrono_literals;

struct scenario {
    test::temporary_database database;
    postgres::connection opened{database.url()};
    plan decided = test::linear_plan({}, {"a", "b", "c"});
    transaction_mode mode = transaction_mode::per_run;
    event_sink events;
    std::stop_source stop;

    run_result run(test::revision_sql statements) {
        return run_plan(
            opened,
            {.decided = decided,
             .source = test::source_of(std::move(statements)),
             .table = {},
             .transactions = mode,
             .events = events,
             .stop = stop.get_token()}
        );
    }

    error_info fail(errc code, test::revision_sql statements) {
        return test::require_error(code, [&] { return run(std::move(statements)); });
    }

    [[nodiscard]] std::string tables() const {
        return database.ask(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "ORDER BY 1"
        );
    }

    [[nodiscard]] std::string version() const { return database.ask("SELECT version_num FROM alembic_version"); }
};

test::revision_sql const broken_third{
    {"a", {"CREATE TABLE ta (x int)"}},
    {"b", {"CREATE TABLE tb (x int)"}},
    {"c", {"CREATE TABLE tc (x int)", "SELECT  nope"}},
};

} // namespace

BOOST_AUTO_TEST_SUITE(failing_run)

BOOST_AUTO_TEST_CASE(a_statement_that_fails_leaves_the_database_as_it_was) {
    scenario at;
    auto const info = at.fail(errc::statement_failed, broken_third);
    BOOST_TEST(info.revision == "c");
    BOOST_TEST(info.statement == "SELECT  nope");
    BOOST_TEST(info.server.value().position == 9U);
    BOOST_TEST(info.place.value().file == "c.py");
    BOOST_TEST(info.connection_usable);
    BOOST_TEST(info.database_state == "the transaction was rolled back: the database is as before, at base");
    BOOST_TEST(at.tables().empty());
    BOOST_TEST(!at.opened.in_transaction());
}

BOOST_AUTO_TEST_CASE(with_one_transaction_per_migration_what_is_committed_stays) {
    scenario at;
    at.mode = transaction_mode::per_migration;
    auto const info = at.fail(errc::statement_failed, broken_third);
    BOOST_TEST(
        info.database_state ==
        "revisions a and b are committed; revision c was rolled back; the database is at revision b"
    );
    BOOST_TEST(at.tables() == "alembic_version,ta,tb");
    BOOST_TEST(at.version() == "b");
}

BOOST_AUTO_TEST_CASE(what_a_revision_commits_itself_is_told_as_permanent) {
    for (auto const* commit : {"COMMIT", "END", "SELECT 1; COMMIT; BEGIN", "COMMIT; SELECT nope"})
        BOOST_TEST_CONTEXT(commit) {
            scenario at;
            auto const info = at.fail(
                errc::statement_failed,
                {{"a", {"CREATE TABLE ta (x int)"}}, {"b", {"CREATE TABLE tb (x int)", commit, "SELECT nope"}}}
            );
            BOOST_TEST(info.revision == "b");
            BOOST_TEST(
                info.database_state.starts_with("revision a is committed; revision b is partly done"),
                info.database_state
            );
            BOOST_TEST(at.version() == "a");
            BOOST_TEST(at.tables() == "alembic_version,ta,tb");
        }
}

BOOST_AUTO_TEST_CASE(nothing_runs_when_a_later_revision_cannot_be_evaluated) {
    scenario at;
    at.mode = transaction_mode::per_migration;
    auto const info = test::require_error(errc::not_evaluable, [&] {
        return run_plan(
            at.opened,
            {.decided = at.decided,
             .source = [](step const& wanted) -> step_body {
                 if (wanted.revision == "c")
                     throw error{errc::not_evaluable, "no"};
                 return body_of({{sql::statement_kind::sql, "CREATE TABLE t (x int)", {}, {}}});
             },
             .table = {},
             .transactions = at.mode,
             .events = {},
             .stop = {}}
        );
    });
    BOOST_TEST(info.revision == "c");
    BOOST_TEST(at.tables().empty());
}

BOOST_AUTO_TEST_CASE(a_table_that_another_session_has_moved_is_noticed_before_anything_runs) {
    scenario at;
    ensure_table(at.opened, {});
    apply_change(at.opened, {}, {row_change_kind::insert_row, "", "x"});
    auto const info = at.fail(errc::version_mismatch, broken_third);
    BOOST_TEST(info.message == "alembic_version is at revision x, but the plan starts from base");
    BOOST_TEST(at.tables() == "alembic_version");
}

BOOST_AUTO_TEST_CASE(no_other_session_changes_a_row_while_a_transaction_of_the_run_is_open) {
    scenario at;
    at.mode = transaction_mode::per_migration;
    std::string refused;
    at.events = [&](event const& happened) {
        auto const* started = std::get_if<step_started>(&happened);
        if (started == nullptr || started->index != 1)
            return;
        postgres::connection other{at.database.url()};
        other.execute("SET lock_timeout = '50ms'");
        BOOST_TEST(other.execute("SELECT version_num FROM alembic_version").first_column().at(0) == "a");
        auto const info = test::require_error(errc::statement_failed, [&] {
            return other.execute("UPDATE alembic_version SET version_num = 'x'");
        });
        refused = info.server.value().sqlstate;
    };
    at.fail(errc::statement_failed, broken_third);
    BOOST_TEST(refused == "55P03");
    BOOST_TEST(at.version() == "b");
}

BOOST_AUTO_TEST_CASE(a_read_only_database_is_refused_and_named) {
    scenario at;
    at.opened.execute("SET default_transaction_read_only = on");
    auto const info = at.fail(errc::read_only_database, broken_third);
    BOOST_TEST(!info.remedy.empty());
    BOOST_TEST(at.tables().empty());
}

BOOST_AUTO_TEST_CASE(a_session_that_is_terminated_half_way_loses_nothing) {
    scenario at;
    auto const backend = at.opened.execute("SELECT pg_backend_pid()").first_column().front();
    at.events = [&](event const& happened) {
        auto const* started = std::get_if<step_started>(&happened);
        if (started != nullptr && started->index == 1)
            test::end_session(at.database.url(), backend);
    };
    auto const info = at.fail(errc::connection_lost, broken_third);
    BOOST_TEST(info.revision == "b");
    BOOST_TEST(info.statement == "CREATE TABLE tb (x int)");
    BOOST_TEST(!info.connection_usable);
    BOOST_TEST(info.database_state == "the transaction was rolled back: the database is as before, at base");
    BOOST_TEST(at.tables().empty());
}

BOOST_AUTO_TEST_CASE(a_connection_that_breaks_in_commit_leaves_the_outcome_in_doubt) {
    scenario at;
    auto const info = at.fail(
        errc::commit_in_doubt,
        {{"c",
          {"CREATE TABLE tc (x int)",
           "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS "
           "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
           "CREATE CONSTRAINT TRIGGER at_the_end AFTER INSERT ON tc DEFERRABLE INITIALLY DEFERRED "
           "FOR EACH ROW EXECUTE FUNCTION leave()",
           "INSERT INTO tc VALUES (1)"}}}
    );
    BOOST_TEST(info.database_state == "unknown: at revision c if the server committed, else at base");
}

BOOST_AUTO_TEST_CASE(a_deferred_constraint_that_fails_in_commit_names_the_revision) {
    scenario at;
    at.mode = transaction_mode::per_migration;
    auto const info = at.fail(
        errc::statement_failed,
        {{"a", {"CREATE TABLE t (x int UNIQUE DEFERRABLE INITIALLY DEFERRED)"}},
         {"b", {"INSERT INTO t VALUES (1), (1)"}}}
    );
    BOOST_TEST(info.revision == "b");
    BOOST_TEST(
        info.database_state == "revision a is committed; revision b was rolled back; the database is at revision a"
    );
    BOOST_TEST(at.version() == "a");
}

BOOST_AUTO_TEST_CASE(a_stop_request_cancels_the_statement_and_rolls_back) {
    scenario at;
    std::jthread stopper;
    at.events = [&](event const& happened) {
        auto const* started = std::get_if<statement_started>(&happened);
        if (started != nullptr && started->revision == "b")
            stopper = std::jthread{[&] {
                std::this_thread::sleep_for(50ms);
                at.stop.request_stop();
            }};
    };
    auto const info = at.fail(errc::cancelled, {{"a", {"CREATE TABLE ta (x int)"}}, {"b", {"SELECT pg_sleep(60)"}}});
    BOOST_TEST(info.message == "stopped by request");
    BOOST_TEST(info.revision == "b");
    BOOST_TEST(info.connection_usable);
    BOOST_TEST(at.tables().empty());
}

BOOST_AUTO_TEST_CASE(a_stop_request_between_steps_ends_the_run_there) {
    scenario at;
    at.mode = transaction_mode::per_migration;
    at.events = [&](event const& happened) {
        auto const* started = std::get_if<step_started>(&happened);
        if (started != nullptr && started->index == 2)
            at.stop.request_stop();
    };
    at.fail(errc::cancelled, broken_third);
    BOOST_TEST(at.version() == "b");
}

BOOST_AUTO_TEST_CASE(what_the_sink_throws_stops_the_run_and_rolls_back) {
    scenario at;
    at.events = [](event const& happened) {
        if (std::holds_alternative<step_done>(happened))
            throw std::runtime_error{"enough"};
    };
    BOOST_CHECK_THROW(at.run(broken_third), std::runtime_error);
    BOOST_TEST(!at.opened.in_transaction());
    BOOST_TEST(at.tables().empty());
}

BOOST_AUTO_TEST_CASE(a_failure_in_an_autocommit_block_tells_what_is_permanent) {
    scenario at;
    auto const info = at.fail(
        errc::statement_failed,
        {{"a", {"CREATE TABLE t (x int)", "INSERT INTO t VALUES (1), (1)"}},
         {"b", {"<", "CREATE UNIQUE INDEX CONCURRENTLY i ON t (x)", ">"}}}
    );
    BOOST_TEST(info.revision == "b");
    BOOST_TEST(
        info.database_state == "revision a is committed; revision b was rolled back; the database is at revision a; "
                               "the statement ran outside a "
                               "transaction: see what it left behind, such as an INVALID index"
    );
    BOOST_TEST(at.version() == "a");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
