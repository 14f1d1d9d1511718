#include "tables.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

namespace alembicore::data {

using test::filled_database;
using test::table;

BOOST_AUTO_TEST_SUITE(edits)

BOOST_AUTO_TEST_CASE(rows_are_made_changed_and_deleted) {
    filled_database made{"CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text DEFAULT 'd', twice "
                         "int GENERATED ALWAYS AS (y * 2) STORED, y int)"};
    auto const report = made.rows().apply({
        insertion{table("t"), {{"y", "4"}}},
        insertion{table("t"), {{"x", std::nullopt}}},
        insertion{table("t"), {}},
        alteration{table("t"), {{"id", "1"}}, {{"x", "it's \\ \"quoted\""}, {"y", "5"}}, {}},
        deletion{table("t"), {{"id", "3"}}, {}},
    });
    BOOST_TEST(report.conflicts.empty());
    BOOST_REQUIRE(report.rows.size() == 5U);
    BOOST_TEST(report.rows[0]->cells.at(0).text.value() == "1");
    BOOST_TEST(report.rows[0]->cells.at(1).text.value() == "d");
    BOOST_TEST(report.rows[0]->cells.at(2).text.value() == "8");
    BOOST_TEST(!report.rows[1]->cells.at(1).text.has_value());
    BOOST_TEST(report.rows[3]->cells.at(1).text.value() == "it's \\ \"quoted\"");
    BOOST_TEST(!report.rows[4].has_value());
    BOOST_TEST(made.ask("SELECT id || ':' || coalesce(x, '-') FROM t ORDER BY id") == "1:it's \\ \"quoted\",2:-");
    auto const columns = made.rows().read({.table = table("t")}).columns;
    BOOST_TEST(columns.at(0).written);
    BOOST_TEST(columns.at(2).written);
    BOOST_TEST(!columns.at(3).written);
}

BOOST_AUTO_TEST_CASE(a_row_that_somebody_else_changed_is_a_conflict) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY, x text); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')"};
    auto const seen = made.rows().read({.table = table("t")});
    made.run("UPDATE t SET x = 'theirs' WHERE id = 1; DELETE FROM t WHERE id = 2");
    auto const report = made.rows().apply({
        alteration{table("t"), {{"id", "3"}}, {{"x", "mine"}}, seen.rows.at(2).version},
        alteration{table("t"), {{"id", "1"}}, {{"x", "mine"}}, seen.rows.at(0).version},
        deletion{table("t"), {{"id", "2"}}, seen.rows.at(1).version},
    });
    BOOST_REQUIRE(report.conflicts.size() == 2U);
    BOOST_TEST(report.conflicts[0].edit == 1U);
    BOOST_TEST(report.conflicts[0].seen_version == seen.rows.at(0).version);
    BOOST_TEST(report.conflicts[0].row_now->cells.at(1).text.value() == "theirs");
    BOOST_TEST(!report.conflicts[1].row_now.has_value());
    BOOST_TEST(made.ask("SELECT x FROM t ORDER BY id") == "theirs,c"); // nothing of it was done
}

BOOST_AUTO_TEST_CASE(of_two_writers_one_wins_and_the_other_is_told) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, x text); INSERT INTO t VALUES (1, 'a')"};
    for (int round = 0; round < 20; ++round) {
        auto const version = made.rows().read({.table = table("t")}).rows.at(0).version;
        std::atomic<int> won = 0;
        std::atomic<int> told = 0;
        auto const write = [&](std::string const& text) {
            auto target = database::connect(made.url());
            access rows{target};
            auto const report = rows.apply({alteration{table("t"), {{"id", "1"}}, {{"x", text}}, version}});
            ++(report.conflicts.empty() ? won : told);
        };
        {
            std::jthread const one{write, "one"};
            std::jthread const other{write, "other"};
        }
        BOOST_TEST(won == 1);
        BOOST_TEST(told == 1);
    }
}

BOOST_AUTO_TEST_CASE(old_values_lock_where_a_view_hides_the_version) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, x text COLLATE \"C\", j json, p point);"
                         "INSERT INTO t VALUES (1, 'a', '{\"a\": 1}', '(1,2)'), (2, 'b', NULL, NULL);"
                         "CREATE VIEW v AS SELECT * FROM t"};
    auto const read = [&](std::size_t number) {
        auto const seen = made.rows().read({.table = table("v"), .sort = {{.column = "id"}}});
        row_values values;
        for (std::size_t i = 0; i < seen.columns.size(); ++i)
            values.emplace_back(seen.columns[i].name, seen.rows.at(number).cells[i].text);
        return values;
    };
    auto const first = read(0);
    auto const second = read(1);
    auto const mine = [&](row_values const& seen, std::string const& id) {
        return made.rows().apply({alteration{
            .table = table("v"), .key = {{"id", id}}, .values = {{"x", "mine"}}, .seen = seen}});
    };
    BOOST_TEST(mine(first, "1").conflicts.empty());
    made.run("UPDATE t SET j = '{\"a\":1}' WHERE id = 1; UPDATE t SET x = 'mine', p = '(2,1)' WHERE id = 2");
    auto const lost = mine(first, "1");
    BOOST_REQUIRE(lost.conflicts.size() == 1U);
    BOOST_TEST(lost.conflicts[0].seen.at(1).second.value() == "a");
    BOOST_TEST(lost.conflicts[0].row_now->cells.at(1).text.value() == "mine");
    BOOST_TEST(mine(second, "2").conflicts.size() == 1U);
    auto const gone = made.rows().apply({deletion{.table = table("v"), .key = {{"id", "2"}}, .seen = second}});
    BOOST_TEST(gone.conflicts.at(0).row_now->cells.at(3).text.value() == "(2,1)");
    made.rows().apply({deletion{.table = table("v"), .key = read(1)}}); // every column is the key
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "1");
    for (int round = 0; round < 10; ++round) {
        auto const seen = read(0);
        std::atomic<int> won = 0;
        std::atomic<int> told = 0;
        auto const write = [&](std::string const& text) {
            auto target = database::connect(made.url());
            access rows{target};
            auto const report = rows.apply({alteration{
                .table = table("v"), .key = {{"id", "1"}}, .values = {{"x", text}}, .seen = seen}});
            ++(report.conflicts.empty() ? won : told);
        };
        {
            std::jthread const one{write, "one" + std::to_string(round)};
            std::jthread const other{write, "other" + std::to_string(round)};
        }
        BOOST_TEST(won == 1);
        BOOST_TEST(told == 1);
    }
}

BOOST_AUTO_TEST_CASE(all_or_nothing_and_the_constraint_is_named) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY, x int CONSTRAINT positive CHECK (x > 0), y int NOT NULL)"};
    auto const refused = test::require_error(errc::statement_failed, [&] {
        return made.rows().apply(
            {insertion{table("t"), {{"id", "1"}, {"x", "1"}, {"y", "1"}}},
             insertion{table("t"), {{"id", "2"}, {"x", "-1"}, {"y", "1"}}}}
        );
    });
    BOOST_TEST(refused.server->constraint == "positive");
    auto const missing = test::require_error(errc::statement_failed, [&] {
        return made.rows().apply({insertion{table("t"), {{"id", "1"}}}});
    });
    BOOST_TEST(missing.server->column == "y");
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(a_key_must_name_one_row) {
    filled_database made{"CREATE TABLE t (x int, y int); INSERT INTO t VALUES (1, 1), (1, 2), (NULL, 3)"};
    test::require_error(errc::bad_usage, [&] { return made.rows().apply({deletion{table("t"), {{"x", "1"}}, {}}}); });
    test::require_error(errc::bad_usage, [&] { return made.rows().apply({deletion{table("t"), {}, {}}}); });
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "3");
    made.rows().apply({deletion{table("t"), {{"x", std::nullopt}, {"y", "3"}}, {}}});
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "2");
}

BOOST_AUTO_TEST_CASE(names_and_values_inject_nothing) {
    filled_database made{"CREATE TABLE \"t\"\"; DROP TABLE kept; --\" (\"id\"\"'; --\" int PRIMARY KEY, \"va\\l ue\" "
                         "text); CREATE TABLE kept (x int)"};
    auto const odd = table("t\"; DROP TABLE kept; --");
    std::string const id = "id\"'; --";
    for (std::string const text :
         {"'; DROP TABLE kept; --",
          "$1",
          "\\'; DROP TABLE kept; --",
          "${x}",
          "%s %(a)s :name",
          "ä€😀\u202e",
          "{a,b}\"",
          "a\nb\rc\td"}) {
        made.rows().apply({insertion{odd, {{id, "1"}, {"va\\l ue", text}}}});
        filter const same{.conditions = {{"va\\l ue", comparison::equals, {text}}}};
        BOOST_TEST(made.rows().count(odd, same) == 1);
        for (auto const how :
             {comparison::contains, comparison::starts_with, comparison::ends_with, comparison::one_of})
            BOOST_TEST(made.rows().count(odd, {.conditions = {{"va\\l ue", how, {text}}}}) == 1);
        auto const seen = made.rows().read({.table = odd, .sort = {{"va\\l ue", true, {}}}, .where = same});
        BOOST_TEST(seen.rows.at(0).cells.at(1).text.value() == text);
        made.rows().apply({deletion{odd, {{id, "1"}}, seen.rows.at(0).version}});
    }
    test::require_error(errc::bad_usage, [&] { return made.rows().count(table("t; DROP TABLE kept")); });
    test::require_error(errc::bad_usage, [&] {
        return made.rows().apply({insertion{odd, {{"x) VALUES (1); DROP TABLE kept; --", "1"}}}});
    });
    using namespace std::string_literals;
    BOOST_CHECK_THROW(made.rows().apply({insertion{odd, {{id, "2"}, {"va\\l ue", "a\0'; DROP TABLE kept"s}}}}), error);
    BOOST_TEST(made.ask("SELECT count(*) FROM kept") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
