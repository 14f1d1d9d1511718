#include "migrate/run.hpp"

#include "migrate/rows.hpp"
#include "support/error_checks.hpp"
#include "support/plans.hpp"
#include "support/temporary_cluster.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::migrate {

namespace {

char const* name_of_event(event const& happened) {
    constexpr std::array names{
        "plan",
        "engine",
        "python",
        "lock",
        "blocked",
        "retry",
        "finding",
        "backup chosen",
        "backup progress",
        "backup made",
        "step",
        "statement",
        "notice",
        "log",
        "step done",
        "run done"};
    return names.at(happened.index());
}

run_result run(postgres::connection& on, plan const& decided, test::revision_sql statements) {
    run_request request{
        .decided = decided, .source = test::source_of(std::move(statements)), .table = {}, .events = {}, .stop = {}};
    return run_plan(on, request);
}

} // namespace

BOOST_AUTO_TEST_SUITE(successful_run)

BOOST_AUTO_TEST_CASE(an_upgrade_runs_its_statements_and_moves_the_row) {
    for (auto const mode : {transaction_mode::per_run, transaction_mode::per_migration, transaction_mode::none})
        BOOST_TEST_CONTEXT(static_cast<int>(mode)) {
            test::temporary_database const database;
            postgres::connection opened{database.url()};
            auto const decided = test::linear_plan({}, {"a", "b"});
            auto const result = run_plan(
                opened,
                {.decided = decided,
                 .source = test::source_of(
                     {{"a", {"CREATE TABLE t (x int)", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"}},
                      {"b", {"UPDATE t SET x = x + 10"}}}
                 ),
                 .table = {},
                 .transactions = mode,
                 .events = {},
                 .stop = {}}
            );
            BOOST_TEST(result.steps_done == 2U);
            BOOST_TEST(result.statements == 3U);
            BOOST_TEST(database.ask("SELECT x FROM t ORDER BY x") == "11,12");
            BOOST_TEST(database.ask("SELECT version_num FROM alembic_version") == "b");
            BOOST_TEST(!opened.in_transaction());
        }
}

BOOST_AUTO_TEST_CASE(a_downgrade_to_base_empties_the_table_and_keeps_it) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    run(opened, test::linear_plan({}, {"a", "b"}), {{"a", {"CREATE TABLE t (x int)"}}});
    run(opened, test::linear_downgrade({"b", "a"}, {}), {{"a", {"DROP TABLE t"}}});
    BOOST_TEST(database.ask("SELECT count(*) FROM alembic_version") == "0");
}

BOOST_AUTO_TEST_CASE(an_empty_plan_from_base_still_creates_the_version_table) {
    for (auto const mode : {transaction_mode::per_run, transaction_mode::per_migration}) {
        test::temporary_database const database;
        postgres::connection opened{database.url()};
        auto const decided = test::linear_plan({}, {});
        run_plan(
            opened, {.decided = decided, .source = {}, .table = {}, .transactions = mode, .events = {}, .stop = {}}
        );
        BOOST_TEST(database.ask("SELECT count(*) FROM alembic_version") == "0");
    }
}

BOOST_AUTO_TEST_CASE(the_sink_hears_everything_in_order) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    auto const decided = test::linear_plan({}, {"a"});
    std::vector<std::string> heard;
    run_plan(
        opened,
        {.decided = decided,
         .source = test::source_of({{"a", {"CREATE TABLE t (x int)", "DROP TABLE IF EXISTS nothing"}}}),
         .table = {},
         .events = [&](event const& happened) { heard.emplace_back(name_of_event(happened)); },
         .stop = {}}
    );
    BOOST_TEST(
        heard ==
            (std::vector<std::string>{"plan", "step", "statement", "statement", "notice", "step done", "run done"}),
        boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_CASE(an_autocommit_block_runs_outside_a_transaction_in_every_mode) {
    for (auto const mode : {transaction_mode::per_run, transaction_mode::per_migration, transaction_mode::none}) {
        test::temporary_database const database;
        postgres::connection opened{database.url()};
        auto const decided = test::linear_plan({}, {"a", "b"});
        run_plan(
            opened,
            {.decided = decided,
             .source = test::source_of(
                 {{"a", {"CREATE TABLE t (x int)"}},
                  {"b", {"<", "CREATE INDEX CONCURRENTLY i ON t (x)", ">", "SELECT 1"}}}
             ),
             .table = {},
             .transactions = mode,
             .events = {},
             .stop = {}}
        );
        BOOST_TEST(database.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == "t");
        BOOST_TEST(database.ask("SELECT version_num FROM alembic_version") == "b");
    }
}

BOOST_AUTO_TEST_CASE(purged_rows_give_way_to_those_of_the_plan) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    ensure_table(opened, {});
    apply_change(opened, {}, {row_change_kind::insert_row, "", "lost"});
    auto const decided = test::linear_plan({}, {"a"});
    run_plan(
        opened,
        {.decided = decided,
         .source = test::source_of({}),
         .table = {},
         .rows = present_rows::purged,
         .events = {},
         .stop = {}}
    );
    BOOST_TEST(database.ask("SELECT version_num FROM alembic_version") == "a");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
