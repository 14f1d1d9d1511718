#include "tables.hpp"

#include "support/error_checks.hpp"

#include <alembicore/query.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

namespace alembicore::data {

using test::filled_database;

namespace {

constexpr char const* schema = "CREATE TABLE t (id int PRIMARY KEY, x varchar(20), CONSTRAINT small CHECK (id < 100));"
                               "INSERT INTO t SELECT n, 'r' || n FROM generate_series(1, 5) n";

/// A database and a connection of its own for queries.
struct asked {
    filled_database made{schema};
    database target = database::connect(made.url());

    std::vector<query_result> read(std::string text) { return run_query(target, {.text = std::move(text)}); }

    std::vector<query_result> write(std::string text) {
        return run_query(target, {.text = std::move(text), .mode = query_mode::read_write});
    }

    std::string rows() { return made.ask("SELECT count(*) FROM t"); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(queries)

BOOST_AUTO_TEST_CASE(every_statement_has_its_result) {
    asked on;
    auto const results = on.read("SELECT id, x, NULL AS n, 1.50::numeric(5, 2) FROM t WHERE id < 3 ORDER BY id;\n"
                                 "-- and\nSHOW statement_timeout;\nSELECT FROM t;\nVALUES (true)");
    BOOST_REQUIRE(results.size() == 4U);
    BOOST_TEST(results[0].columns.at(1).type == "character varying(20)");
    BOOST_TEST(results[0].columns.at(3).type == "numeric(5,2)");
    BOOST_TEST(results[0].columns.at(2).name == "n");
    BOOST_REQUIRE(results[0].rows.size() == 2U);
    BOOST_TEST(results[0].rows[1].at(1).value() == "r2");
    BOOST_TEST(!results[0].rows[1].at(2).has_value());
    BOOST_TEST(results[0].rows[1].at(3).value() == "1.50");
    BOOST_TEST(results[0].command == "SELECT 2");
    BOOST_TEST(results[0].counted.value() == 2U);
    BOOST_TEST(results[1].rows.at(0).at(0).value() == "30s");
    BOOST_TEST(results[1].line == 3U);
    BOOST_TEST(results[2].rows.size() == 5U);
    BOOST_TEST(results[3].columns.at(0).name == "column1");
    BOOST_TEST(on.read("-- nothing").empty());
}

BOOST_AUTO_TEST_CASE(rows_beyond_the_limit_are_not_read) {
    asked on;
    auto const begun = std::chrono::steady_clock::now();
    auto const results =
        run_query(on.target, {.text = "SELECT generate_series(1, 2000000000); SELECT 7", .row_limit = 3});
    BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds{20}));
    BOOST_TEST(results.at(0).rows.size() == 3U);
    BOOST_TEST(results.at(0).more);
    BOOST_TEST(results.at(0).columns.at(0).type == "integer");
    BOOST_TEST(results.at(1).rows.at(0).at(0).value() == "7");
    auto const whole = run_query(on.target, {.text = "SELECT * FROM t", .row_limit = 5}).at(0);
    BOOST_TEST(!whole.more);
    BOOST_TEST(whole.rows.size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_cursor_goes_on_behind_the_limit) {
    asked on;
    auto const results = run_query(
        on.target,
        {.text = "DECLARE c CURSOR FOR SELECT generate_series(1, 9); FETCH 2 FROM c; FETCH 3 FROM c", .row_limit = 4}
    );
    BOOST_TEST(results.at(2).rows.at(0).at(0).value() == "3");
}

BOOST_AUTO_TEST_CASE(rows_are_received_as_they_come) {
    asked on;
    std::string seen;
    std::size_t rows = 0;
    query_receiver to;
    to.begin = [&](std::vector<std::string> const& names) { seen += names.empty() ? "-" : names.front(); };
    to.row = [&](std::vector<value> const&) { ++rows; };
    to.end = [&](query_result const& ended) { seen += '/' + ended.command + ' '; };
    run_query(
        on.target, {.text = "SELECT generate_series(1, 100000) AS n; SELECT 1 AS m WHERE false", .row_limit = 0}, to
    );
    BOOST_TEST(rows == 100000U);
    BOOST_TEST(seen == "n/SELECT 100000 m/SELECT 0 ");
    to.row = [&](std::vector<value> const&) { throw error{errc::file_unwritable, "full"}; };
    test::require_error(errc::file_unwritable, [&] {
        run_query(on.target, {.text = "SELECT generate_series(1, 100000000)", .row_limit = 0}, to);
        return 0;
    });
    BOOST_TEST(on.read("SELECT 1").at(0).rows.size() == 1U);
}

BOOST_AUTO_TEST_CASE(reading_changes_nothing_whatever_the_text_says) {
    asked on;
    // Newer servers refuse to make such a function at all.
    on.made.run("DO $do$ BEGIN CREATE FUNCTION sly() RETURNS void LANGUAGE sql SET transaction_read_only = off "
                "AS 'DELETE FROM t'; EXCEPTION WHEN OTHERS THEN "
                "CREATE FUNCTION sly() RETURNS void LANGUAGE sql AS 'DELETE FROM t'; END $do$; "
                "CREATE PROCEDURE ending() LANGUAGE plpgsql AS 'BEGIN COMMIT; DELETE FROM t; END'");
    for (std::string const way :
         {"",
          "COMMIT;",
          "commit and chain;",
          "/* a /* b */ */ -- c\n END;",
          "ROLLBACK;",
          "ROLLBACK AND CHAIN;",
          "ABORT;",
          "BEGIN READ WRITE;",
          "START TRANSACTION READ WRITE;",
          "COMMIT; BEGIN READ WRITE;",
          "RELEASE alembicore_statement;",
          "ROLLBACK TO alembicore_statement;",
          "SAVEPOINT a;",
          "PREPARE TRANSACTION 'a';",
          "SET TRANSACTION READ WRITE;",
          "SET transaction_read_only = off;",
          "SET LOCAL transaction_read_only = off;",
          "RESET transaction_read_only;",
          "SELECT set_config('transaction_read_only', 'off', false);",
          "SET default_transaction_read_only = off; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;",
          "DO 'BEGIN COMMIT; END';",
          "DO 'BEGIN ROLLBACK; END';",
          "DO $$BEGIN PERFORM set_config('transaction_read_only', 'off', true); END$$;",
          "DISCARD ALL;",
          "SELECT sly();",
          "CALL ending();",
          "EXPLAIN ANALYZE DELETE FROM t;",
          "WITH d AS (DELETE FROM t RETURNING 1) SELECT 1;",
          "SELECT 1 FROM t FOR UPDATE;",
          "PREPARE p AS DELETE FROM t; EXECUTE p;",
          "SELECT 'a\\'; COMMIT; DELETE FROM t; --';",
          "SELECT 1; ; COMMIT; ;",
          "COPY (SELECT 1) TO PROGRAM 'touch /tmp/alembicore_escaped';",
          "COPY t FROM PROGRAM 'echo 9';"})
        BOOST_TEST_CONTEXT(way) {
            BOOST_CHECK_THROW(on.read(way + "DELETE FROM t"), error);
            BOOST_TEST(on.rows() == "5");
            auto const refused =
                test::require_error(errc::read_only_database, [&] { return on.read("DELETE FROM t"); });
            BOOST_TEST(refused.remedy.find("--write") != std::string::npos);
        }
    BOOST_TEST(on.made.ask("SELECT count(*) FROM pg_prepared_xacts") == "0");
    BOOST_TEST(on.read("SHOW default_transaction_read_only").at(0).rows.at(0).at(0).value() == "off");
}

BOOST_AUTO_TEST_CASE(writing_is_all_or_nothing) {
    asked on;
    auto const results = on.write("INSERT INTO t VALUES (6, 'six'); UPDATE t SET x = 'y' WHERE id > 4 RETURNING id");
    BOOST_TEST(results.at(0).command == "INSERT 0 1");
    BOOST_TEST(results.at(1).counted.value() == 2U);
    BOOST_TEST(results.at(1).rows.size() == 2U);
    BOOST_TEST(on.rows() == "6");
    auto const refused = test::require_error(errc::statement_failed, [&] {
        return on.write("DELETE FROM t; INSERT INTO t VALUES (100)");
    });
    BOOST_TEST(refused.server->constraint == "small");
    test::require_error(errc::bad_usage, [&] { return on.write("DELETE FROM t; COMMIT; SELECT 1 / 0"); });
    BOOST_TEST(on.rows() == "6");
    auto const cut =
        run_query(on.target, {.text = "DELETE FROM t RETURNING id", .mode = query_mode::read_write, .row_limit = 2});
    BOOST_TEST(cut.at(0).more);
    BOOST_TEST(cut.at(0).counted.value() == 6U);
    BOOST_TEST(on.rows() == "0");
}

BOOST_AUTO_TEST_CASE(errors_have_their_place_in_the_text) {
    asked on;
    auto const refused = test::require_error(errc::statement_failed, [&] {
        return run_query(on.target, {.text = "SELECT 'ä';\nSELECT 'ä', nothing FROM t", .source = "a.sql"});
    });
    BOOST_TEST(refused.place->file == "a.sql");
    BOOST_TEST(refused.place->line == 2U);
    BOOST_TEST(refused.place->column == 13U);
    BOOST_TEST(refused.statement == "SELECT 'ä', nothing FROM t");
    auto const later = test::require_error(errc::statement_failed, [&] { return on.read("SELECT 1;\n SELECT 1 / 0"); });
    BOOST_TEST(later.place->line == 2U);
    BOOST_TEST(later.place->column == 2U);
}

BOOST_AUTO_TEST_CASE(notices_belong_to_their_statement) {
    asked on;
    auto const results = on.read("SELECT 1; DO $$BEGIN RAISE NOTICE 'said %', 1; END$$; SELECT 2");
    BOOST_TEST(results.at(0).notices.empty());
    BOOST_TEST(results.at(1).notices.at(0).message == "said 1");
    BOOST_TEST(results.at(1).command == "DO");
    BOOST_TEST(results.at(2).notices.empty());
}

BOOST_AUTO_TEST_CASE(time_and_a_stop_request_end_it) {
    asked on;
    query_request wanted{.text = "SET statement_timeout = 0; SELECT pg_sleep(30)"};
    wanted.time_limit = std::chrono::milliseconds{100};
    test::require_error(errc::cancelled, [&] { return run_query(on.target, wanted); });
    for (std::string const text : {"SELECT pg_sleep(30)", "SELECT generate_series(1, 2000000000)"}) {
        std::stop_source stop;
        std::jthread const stopper{[&] {
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
            stop.request_stop();
        }};
        query_receiver to;
        test::require_error(errc::cancelled, [&] {
            run_query(on.target, {.text = text, .row_limit = 0}, to, stop.get_token());
            return 0;
        });
    }
    BOOST_TEST(on.read("SELECT 1").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_plan_is_a_tree) {
    asked on;
    auto const plan = explain(on.target, {.text = "SELECT count(*) FROM t WHERE x = 'r1'"});
    BOOST_TEST(plan.root.kind == "Aggregate");
    BOOST_TEST(!plan.root.measured.has_value());
    auto const& scan = plan.root.inputs.at(0);
    BOOST_TEST(scan.kind == "Seq Scan");
    BOOST_TEST(scan.relation == "t");
    BOOST_TEST(scan.relationship == "Outer");
    BOOST_TEST(scan.details.at(0).first == "Filter");
    BOOST_TEST(scan.total_cost > 0);
    BOOST_TEST(!plan.rolled_back);
    explain_request measured{
        .text = "SELECT * FROM t;", .mode = explain_mode::analyze, .buffers = true, .verbose = true};
    auto const run = explain(on.target, measured);
    BOOST_TEST(run.root.relation == "public.t");
    BOOST_TEST(run.root.measured->rows == 5);
    BOOST_TEST(run.root.measured->loops == 1);
    BOOST_TEST(run.root.buffers->shared_hit > 0);
    BOOST_TEST(run.execution_ms.value() > 0);
    BOOST_TEST(!run.rolled_back);
}

BOOST_AUTO_TEST_CASE(analysing_a_change_undoes_it_and_says_so) {
    asked on;
    auto const run = explain(on.target, {.text = "DELETE FROM t", .mode = explain_mode::analyze});
    BOOST_TEST(run.rolled_back);
    BOOST_TEST(run.root.kind == "ModifyTable");
    BOOST_TEST(on.rows() == "5");
    BOOST_TEST(explain(on.target, {.text = "DELETE FROM t"}).root.kind == "ModifyTable");
    for (std::string const text :
         {"DELETE FROM t; COMMIT", "", "COMMIT", "ANALYZE DELETE FROM t", "SELECT 1) SELECT 1"})
        for (auto const how : {explain_mode::plan, explain_mode::analyze})
            BOOST_CHECK_THROW(explain(on.target, {.text = text, .mode = how}), error);
    auto const refused =
        test::require_error(errc::statement_failed, [&] { return explain(on.target, {.text = "SELECT\n nothing"}); });
    BOOST_TEST(refused.place->line == 2U);
    BOOST_TEST(refused.place->column == 2U);
    BOOST_TEST(on.rows() == "5");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
